/** The sections of the file that speak of evidence and waivers. */
import * as z from 'zod';

import type { EvidencePolicy, EvidenceRequirement } from '../core/evidence-policy.ts';
import { defaultMaxGapMs } from '../core/history.ts';
import { dayMs } from '../core/spans.ts';
import { evidenceWaiver, type FileWaiver } from '../core/waivers.ts';
import { asSentence, choice, count, day, duration, httpUrl, pointer, probeName, text } from './fields.ts';
import type { KeyProblem } from './issues.ts';
import { quoted } from './key-path.ts';
import { isMapping } from './source-tree.ts';
import { whatExists } from './suggestion.ts';

/** A requirement has the keys of exactly one sort; the first key names the sort. */
const sorts = {
  probe: ['probe', 'passes', 'spanning'],
  'healthy-for': ['healthy-for', 'max-gap'],
  check: ['check'],
} as const;

const oneSort = 'exactly one of `probe`, `healthy-for` and `check`';

const requirement = () =>
  z
    .strictObject({
      probe: probeName()
        .optional()
        .describe('A probe that must have passed with the candidate live, usually the journey.'),
      passes: count(1).optional().describe('In how many runs; default 1.'),
      spanning: duration('365d').optional().describe('Between the first and the last of them.'),
      'healthy-for': duration('365d')
        .optional()
        .describe('How long staging must have been seen healthy with the candidate live.'),
      'max-gap': duration('365d')
        .optional()
        .describe('Samples further apart prove nothing about the time between; default 45m.'),
      check: text()
        .optional()
        .describe('A check run or commit status that must have succeeded after the deployment.'),
    })
    .superRefine((value, context) => {
      const given = Object.keys(sorts).filter((key) => value[key as keyof typeof sorts] !== undefined);
      const [sort] = given;
      if (given.length !== 1 || sort === undefined) {
        context.addIssue({ code: 'custom', message: oneSort });
        return;
      }
      const allowed: readonly string[] = sorts[sort as keyof typeof sorts];
      for (const [key, one] of Object.entries(value)) {
        if (one === undefined || allowed.includes(key)) continue;
        const message = `no such key beside \`${sort}\``;
        context.addIssue({ code: 'custom', path: [key], message, params: asSentence });
      }
      if (sort === 'probe' && value.spanning !== undefined && (value.passes ?? 1) < 2) {
        const message = 'at least two `passes`: one alone spans no time';
        context.addIssue({ code: 'custom', path: ['spanning'], message });
      }
    });

const neededByUrl = [
  ['url', 'with `from: url` the address that answers JSON'],
  ['pointer', 'with `from: url` a JSON Pointer such as /git_revision'],
] as const;

const candidate = () =>
  z
    .strictObject({
      from: choice(['deployment', 'url']).describe('Where the commit that is live in staging can be read.'),
      environment: text()
        .optional()
        .describe(
          '`deployment`: the GitHub environment; default that of the file. No job that runs the gate may name it: GitHub would take that job for a deployment.',
        ),
      url: httpUrl().optional().describe('`url`: an address that answers JSON.'),
      pointer: pointer().optional().describe('`url`: where in the answer the commit stands.'),
    })
    .superRefine((value, context) => {
      for (const [key, wanted] of value.from === 'url' ? neededByUrl : []) {
        if (value[key] === undefined) context.addIssue({ code: 'custom', path: [key], message: wanted });
      }
      const surplus = (value.from === 'url' ? ['environment'] : ['url', 'pointer']) as (
        'environment' | 'url' | 'pointer'
      )[];
      for (const key of surplus.filter((one) => value[one] !== undefined))
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `no such key with \`from: ${value.from}\``,
          params: asSentence,
        });
    });

/** How many days evidence counts where the section does not say it. */
const expiresAfterDays = 7;

export const evidenceSchema = () =>
  z
    .strictObject({
      candidate: candidate().optional().describe('How to see which commit is live in staging.'),
      require: z.array(requirement()).prefault([]).describe('What must be proved; all of it.'),
      'expires-after': duration('365d')
        .prefault(`${String(expiresAfterDays)}d`)
        .describe('Evidence older than this no longer counts.'),
    })
    .superRefine((value, context) => {
      if (value.require.length > 0 && value.candidate === undefined) {
        const message =
          'where the live commit can be read: without it no run can prove anything about a candidate';
        context.addIssue({ code: 'custom', path: ['candidate'], message });
      }
      for (const [index, one] of value.require.entries()) {
        for (const key of ['healthy-for', 'spanning'] as const) {
          // Said positively: what is no duration has its own problem already.
          if (!(Number(one[key]) >= value['expires-after'])) continue;
          const message = 'less than `expires-after`: older evidence is gone before this is reached';
          context.addIssue({ code: 'custom', path: ['require', index, key], message });
        }
      }
    });

export const waiverSchema = () =>
  z.strictObject({
    probes: z.array(probeName()).min(1, 'at least one name').describe('Names of probes, or `evidence`.'),
    reason: text().describe('Why; shown wherever the verdict is shown.'),
    until: day().describe('The last day on which it holds, UTC.'),
  });

/** Where the live commit is read. */
export type CandidateSource =
  | { readonly from: 'deployment'; readonly environment: string }
  | { readonly from: 'url'; readonly url: string; readonly pointer: string };

/** The section `evidence`, for the code. */
export interface EvidenceConfig {
  readonly candidate: CandidateSource | undefined;
  readonly policy: EvidencePolicy & { readonly expiresAfterMs: number };
}

type EvidenceSettings = z.output<ReturnType<typeof evidenceSchema>>;

/** The section as the code wants it, where there is one; `environment` is that of the file. */
export function toEvidenceConfig(
  settings: EvidenceSettings | undefined,
  environment: string,
): EvidenceConfig {
  const { candidate: source, require: requirements = [] } = settings ?? {};
  return {
    candidate: source === undefined ? undefined : toSource(source, environment),
    policy: {
      require: requirements.map(toRequirement),
      expiresAfterMs: settings?.['expires-after'] ?? expiresAfterDays * dayMs,
    },
  };
}

function toSource(source: z.output<ReturnType<typeof candidate>>, environment: string): CandidateSource {
  return source.from === 'url'
    ? { from: 'url', url: source.url ?? '', pointer: source.pointer ?? '' }
    : { from: 'deployment', environment: source.environment ?? environment };
}

function toRequirement(settings: z.output<ReturnType<typeof requirement>>): EvidenceRequirement {
  const { probe, passes = 1, spanning = 0, check = '' } = settings;
  if (probe !== undefined) return { type: 'passes', probe, passes, spanningMs: spanning };
  const healthyForMs = settings['healthy-for'];
  if (healthyForMs === undefined) return { type: 'check', check };
  return { type: 'healthy-for', healthyForMs, maxGapMs: settings['max-gap'] ?? defaultMaxGapMs };
}

/** A waiver of the file, for the code. */
export function toFileWaiver({
  probes,
  reason,
  until,
}: z.output<ReturnType<typeof waiverSchema>>): FileWaiver {
  return { source: 'file', probes, reason, until: new Date(`${until}T00:00:00Z`) };
}

/** Names in evidence and waivers that no probe has, of a file as written: whatever else is wrong in it. */
export function nameProblems(file: unknown, probes: readonly string[]): readonly KeyProblem[] {
  const inEvidence = listAt(memberOf(file, 'evidence'), 'require').map((one, index) => ({
    name: memberOf(one, 'probe'),
    path: ['evidence', 'require', index, 'probe'],
    known: probes,
  }));
  const inWaivers = listAt(file, 'waivers').flatMap((waiver, index) =>
    listAt(waiver, 'probes').map((name, at) => ({
      name,
      path: ['waivers', index, 'probes', at],
      known: [...probes, evidenceWaiver],
    })),
  );
  return [...inEvidence, ...inWaivers].flatMap(({ name: written, path, known }): KeyProblem[] => {
    // What is no name at all, a variable included, has its own problem already.
    const name = typeof written === 'number' ? String(written) : written;
    if (typeof name !== 'string' || name === '' || known.includes(name)) return [];
    const message = `there is no probe ${quoted(name)}${whatExists(name, known, 'Probes')}`;
    return [{ path, at: 'value', message }];
  });
}

function memberOf(parent: unknown, key: string): unknown {
  return isMapping(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

function listAt(parent: unknown, key: string): readonly unknown[] {
  const value = memberOf(parent, key);
  return Array.isArray(value) ? value : [];
}
