/**
 * Asks the registry for known weaknesses of every package: `npm run audit`. Fails for those of level high and above
 * that are not excepted below. Where the registry cannot be asked, it says so; with `--strict` that fails, too.
 */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { resolve } from 'node:path';

/** A weakness that cannot do harm here, and why. It is looked at anew when it ends. */
export interface Exception {
  /** As the registry names it: `GHSA-…`. */
  readonly advisory: string;
  readonly reason: string;
  /** The last day, `YYYY-MM-DD`. */
  readonly until: string;
}

/** Written out here, so that each is reviewed like code. There is none. */
const exceptions: readonly Exception[] = [];

interface Advisory {
  readonly url?: string;
  readonly title?: string;
  readonly severity?: string;
}

/** What `npm audit --json` prints; without `vulnerabilities` it could not ask. */
export interface Answer {
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (string | Advisory)[] }>>;
}

/** One line per advisory of level high or critical that is not excepted; nothing when nobody could be asked. */
export function judgeAudit(
  { vulnerabilities }: Answer,
  excepted: readonly Exception[],
  today: string,
): readonly string[] | undefined {
  if (vulnerabilities === undefined) return undefined;
  const found = Object.entries(vulnerabilities).flatMap(([name, { via }]) =>
    via.flatMap((one) => (typeof one === 'string' ? [] : [{ name, ...one }])),
  );
  return [
    ...new Set(
      found
        .filter(({ severity }) => severity === 'high' || severity === 'critical')
        .filter(
          ({ url = '' }) =>
            !excepted.some(({ advisory, until }) => url.endsWith(`/${advisory}`) && today <= until),
        )
        .map(({ name, severity = '', title = '', url = '' }) => `${name}: ${severity}: ${title} (${url})`),
    ),
  ];
}

/** npm ends with 1 when it found something, and when it could not ask: only what it printed tells. */
function ask(root: string): Answer {
  const options = {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  } satisfies ExecFileSyncOptionsWithStringEncoding;
  let text: string;
  try {
    text = execFileSync('npm', ['audit', '--package-lock-only', '--json'], options);
  } catch (error) {
    text = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  }
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

if (import.meta.main) {
  const isStrict = process.argv.includes('--strict');
  const problems = judgeAudit(
    ask(resolve(import.meta.dirname, '..')),
    exceptions,
    new Date().toISOString().slice(0, 10),
  );
  if (problems === undefined) {
    console.log(
      'NOT ASKED: the registry in use does not answer `npm audit`; nothing is known of weaknesses.',
    );
    process.exitCode = isStrict ? 1 : 0;
  } else {
    for (const problem of problems) console.log(problem);
    console.log(
      problems.length === 0
        ? `No weakness of level high or above, ${String(exceptions.length)} exceptions.`
        : `${String(problems.length)} weaknesses of level high or above.`,
    );
    process.exitCode = problems.length === 0 ? 0 : 1;
  }
}
