import type { Report } from '../core/report.ts';
import type { Verdict } from '../core/model.ts';
import type { Inputs } from '../inputs.ts';
import type { RecordedRun } from '../pipeline/record.ts';
import type { Job } from '../publishers/job.ts';
import { publishAll } from '../publishers/publish.ts';
import { reportFiles } from '../publishers/report-files.ts';
import { verdictLines } from '../reports/console.ts';
import { Redactor } from '../secrets.ts';
import { runWired } from '../wiring.ts';
import type { Command } from './command.ts';
import { diagnosisLines } from './diagnosis-lines.ts';
import { createProgress, type Progress } from './progress.ts';
import { inputOptions, readRunInputs, tokenIn } from './run-inputs.ts';
import {
  exitCodes,
  isLive,
  painter,
  takesColour,
  verdictColours,
  type ExitCode,
  type Paint,
  type Terminal,
} from './terminal.ts';

export const run: Command = {
  name: 'run',
  summary: 'Probe staging and say whether a deploy may go on.',
  about: [
    'Runs the gate as the action does. A token in GITHUB_TOKEN or GH_TOKEN lets it read the ledger and the deployments; the repository is GITHUB_REPOSITORY, else `origin`.',
    'Exit codes: 0 allow, 1 not ready, 2 inconclusive, 3 untested, 64 wrong usage or configuration.',
  ],
  examples: [
    'staging-health-gate run --mode diagnose',
    'staging-health-gate run --probes cdw,chip --wait-for 10m',
    'staging-health-gate run --json > report.json',
  ],
  options: { ...inputOptions, json: { help: 'Print the report as JSON, and nothing else.' } },
  run: async (given, terminal) => {
    const inputs = await readRunInputs(given, terminal);
    const { out, err, env } = terminal;
    const isJson = given.isOn('json');
    const redactor = new Redactor();
    const paint = painter(takesColour(out, env));
    const started = performance.now();
    const progress = createProgress({
      out: isJson ? silent : out,
      isLive: !isJson && isLive(out, env),
      paint,
      redact: (text) => redactor.redact(text),
      elapsedMs: () => performance.now() - started,
    });
    const warn = (message: string) => {
      if (isJson) err.write(`${redactor.redact(`⚠️ ${message}`)}\n`);
      else progress.say(`⚠️ ${message}`);
    };
    if (inputs.githubToken === undefined && tokenIn(env) !== undefined)
      warn('There is a token, but no repository: set GITHUB_REPOSITORY to owner/name.');
    const { report, entries } = await look(inputs, terminal, redactor, progress, warn);
    if (isJson) out.write(`${JSON.stringify(report, null, 2)}\n`);
    else
      out.write(
        closing(report, paint)
          .map((line) => `${redactor.redact(line)}\n`)
          .join(''),
      );
    // Nothing is written where no folder was named.
    if (given.valueOf('report-dir') !== undefined)
      await publishAll([reportFiles(inputs, fileTeller(isJson ? err : out), entries)], report, warn);
    return codeOf(report);
  },
};

const silent = { write: () => true };

async function look(
  inputs: Inputs,
  { env }: Terminal,
  redactor: Redactor,
  progress: Progress,
  warn: (message: string) => void,
): Promise<RecordedRun> {
  try {
    return await runWired(inputs, {
      env,
      redactor,
      onLook: progress.begin,
      onSettled: progress.settled,
      progress: progress.say,
      warn,
    });
  } finally {
    progress.end();
  }
}

function closing(report: Report, paint: Paint): readonly string[] {
  const [gap = '', verdict = '', ...rest] = verdictLines(report);
  return [
    ...diagnosisLines(report).map((line) => paint('dim', line)),
    gap,
    paint('bold', paint(verdictColours[report.verdict], verdict)),
    ...rest,
  ];
}

/** Says where the files are. A terminal has no other use for what a step hands over. */
function fileTeller(output: Terminal['out']): Pick<Job, 'setOutput'> {
  return {
    setOutput: (_, path) => {
      output.write(`   📄 ${path}\n`);
    },
  };
}

const blockCodes: Readonly<Record<Verdict, ExitCode>> = {
  // Never blocked; and if it ever were, it must not look like a permission.
  ready: exitCodes.inconclusive,
  'not-ready': exitCodes.notReady,
  inconclusive: exitCodes.inconclusive,
  untested: exitCodes.untested,
};

function codeOf({ decision, verdict }: Report): ExitCode {
  return decision === 'allow' ? exitCodes.allow : blockCodes[verdict];
}
