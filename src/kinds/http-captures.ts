/** What the steps of a user's HTTP probe take from each other. */
import { quoted } from '../config/key-path.ts';
import { whatExists } from '../config/suggestion.ts';
import { placeholderNames } from '../core/placeholders.ts';

/** The keys of a step that give captures or ask for them; values from the environment are no plain text. */
export interface CapturingStep {
  readonly url: unknown;
  readonly headers?: unknown;
  readonly json?: unknown;
  readonly needs?: readonly string[] | undefined;
  readonly capture?: Readonly<Record<string, unknown>> | undefined;
}

export interface CaptureProblem {
  readonly path: readonly PropertyKey[];
  /** A whole sentence. */
  readonly message: string;
}

/** Names that no earlier step captures: such a step would never be sent. */
export function captureProblems(steps: readonly CapturingStep[]): readonly CaptureProblem[] {
  return steps.flatMap((step, index) => {
    const known = [...new Set(steps.slice(0, index).flatMap(({ capture = {} }) => Object.keys(capture)))];
    const needs = (step.needs ?? []).map((name, at) => ({ name, path: [index, 'needs', at] }));
    const unmet = needs.filter(({ name }) => !known.includes(name));
    return [
      ...unmet.map(({ name, path }) => {
        const message = `no earlier step captures ${quoted(name)}${whatExists(name, known, 'Captures')}`;
        return { path, message };
      }),
      ...placesOf(step)
        .filter(([, names]) => names.some((name) => !known.includes(name)))
        // Text that a variable may have gone into is not repeated.
        .map(([key]) => ({ path: [index, key], message: unknownPlaceholder(known) })),
    ];
  });
}

function unknownPlaceholder(known: readonly string[]): string {
  const captures = known.length === 0 ? 'none captures anything' : `they capture ${known.join(', ')}`;
  return `expected every {{name}} to be what an earlier step captures; ${captures}`;
}

function placesOf(step: CapturingStep): readonly (readonly [key: string, names: readonly string[]])[] {
  return (['url', 'headers', 'json'] as const).map((key) => [
    key,
    plainTexts(step[key]).flatMap(placeholderNames),
  ]);
}

function plainTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  // Secrets and the like have no members that are text.
  return Object.values(value).flatMap(plainTexts);
}
