/** Evaluates the expressions of workflows with GitHub's own parser and evaluator. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** How the jobs that a job needs have ended, and the run so far. */
export interface RunState {
  readonly needs: readonly ('success' | 'failure' | 'cancelled' | 'skipped')[];
  readonly isCancelled: boolean;
}

type Contexts = Readonly<Record<string, unknown>>;

/** docs.github.com, "Expressions", status check functions; the names are case-insensitive. */
function statusFunctions({ needs, isCancelled }: RunState) {
  const values = {
    always: true,
    cancelled: isCancelled,
    failure: !isCancelled && needs.includes('failure'),
    success: !isCancelled && needs.every((result) => result === 'success'),
  };
  return Object.entries(values).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
}

/**
 * Whether a job with this `if:` runs. Where no status function is asked, GitHub asks `success()` first.
 * @throws an ExpressionError for what is no expression, and for contexts and functions that do not exist
 */
export function jobRuns(condition: string | undefined, contexts: Contexts, state: RunState): boolean {
  const text = bare(condition ?? '');
  const asksStatus = /\b(?:always|cancelled|failure|success)\s*\(/iu.test(text);
  const whole = asksStatus ? text : `success() && (${text === '' ? 'true' : text})`;
  const result = evaluate(`!!(${whole})`, contexts, state);
  return result.kind === data.Kind.Boolean && result.value;
}

/** What stands in `outputs:` or `with:` as `${{ … }}`, as the text that comes of it. */
export function textOf(template: string, contexts: Contexts): string {
  return evaluate(bare(template), contexts, { needs: [], isCancelled: false }).coerceString();
}

/** @throws Error for a template that is more than one expression, which is always true in `if:` */
function bare(template: string): string {
  const trimmed = template.trim();
  const [, inner] = /^\$\{\{([\s\S]*)\}\}$/u.exec(trimmed) ?? [];
  const text = inner ?? trimmed;
  if (text.includes('${{') || text.includes('}}')) throw new Error(`more than one expression: ${trimmed}`);
  return text.trim();
}

function evaluate(text: string, contexts: Contexts, state: RunState): data.ExpressionData {
  const functions = statusFunctions(state);
  const { tokens } = new Lexer(text).lex();
  const expression = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(
    expression,
    values,
    new Map(functions.map((definition) => [definition.name, definition])),
  ).evaluate();
}
