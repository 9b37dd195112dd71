/** Runs the bundled action as a runner does: a child process with nothing but GITHUB_*, INPUT_* and the job's variables. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const actionFile = resolve(import.meta.dirname, '..', 'dist', 'index.js');

export interface ActionRun {
  /** The exit code; null when a signal ended the process. */
  readonly code: number | null;
  /** What the log shows, without the lines that register masks. */
  readonly stdout: string;
  /** All of stdout, as the runner reads it. */
  readonly commands: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Names in the order in which they were written. */
  readonly outputOrder: readonly string[];
  readonly summary: string;
  /** `report.json`, when it was written. */
  readonly report: ReportFile | undefined;
  /** Texts of the report folder by name, as they were written: `report.json`, `report.html`. */
  readonly files: Readonly<Record<string, string>>;
  readonly durationMs: number;
}

/** The parts of report.json that tests read. */
export interface ReportFile {
  readonly verdict: string;
  readonly decision: string;
  readonly headline: string;
  readonly probes: readonly {
    readonly name: string;
    readonly layer: string;
    readonly status: string;
    readonly blockedBy?: readonly string[];
    readonly checks: readonly {
      readonly name: string;
      readonly layer: string;
      readonly status: string;
      readonly code?: string;
      readonly expected?: string;
      readonly observed?: string;
    }[];
  }[];
  readonly rootCauses: readonly { readonly layer: string; readonly code: string; readonly check: string }[];
  readonly candidate: string;
  readonly live?: string;
  readonly unsteady?: string;
  readonly evidence: {
    readonly state: string;
    readonly missing: readonly string[];
    readonly requirements: readonly { readonly met: boolean; readonly text: string }[];
    readonly damaged: number;
  };
  readonly waivers: readonly {
    readonly state: string;
    readonly source: string;
    readonly probes: readonly string[];
    readonly reason: string;
    readonly refusal?: string;
  }[];
  readonly debt?: { readonly sentence: string; readonly candidates: readonly string[] };
}

export interface ActionOptions {
  /** The text of the configuration file. */
  readonly configuration: string;
  /** Variables of the step's `env:`. */
  readonly env?: Readonly<Record<string, string>>;
  /** By the names of the inputs, `report-dir` without its INPUT_. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** More files of the repository, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Overrides of what the runner gives; undefined takes a variable away. */
  readonly runner?: Readonly<Record<string, string | undefined>>;
  /** Makes ready what is more than a file of the repository, in the folder of the workspace. */
  readonly prepare?: (workspace: string) => Promise<void>;
  /** A command that runs the action in its stead: `prlimit --fsize=4096`. */
  readonly under?: readonly string[];
  /** Told the process once it runs, for tests that signal it. */
  readonly onStart?: (child: { kill(signal: NodeJS.Signals): boolean }) => void;
}

export const candidate = '4f2a91c0d3e5b6a7890123456789abcdef012345';

/** Makes a workspace, runs the action in it, and reads what it left behind. The workspace is removed. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const workspace = await mkdtemp(join(tmpdir(), 'staging-gate-run-'));
  try {
    const files = { '.github/staging-gate.yml': options.configuration, ...options.files };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(workspace, path, '..'), { recursive: true });
      await writeFile(join(workspace, path), text);
    }
    await options.prepare?.(workspace);
    return await runIn(workspace, options);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function runIn(workspace: string, options: ActionOptions): Promise<ActionRun> {
  const outputFile = join(workspace, '.output');
  const summaryFile = join(workspace, '.summary');
  await Promise.all([writeFile(outputFile, ''), writeFile(summaryFile, '')]);
  const env = {
    ...runnerEnvironment(workspace, outputFile, summaryFile),
    ...options.runner,
    ...Object.fromEntries(
      Object.entries(options.inputs ?? {}).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...options.env,
  };
  const started = performance.now();
  const [command, ...args] = [...(options.under ?? []), process.execPath, actionFile];
  const child = spawn(command, args, {
    cwd: workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  options.onStart?.(child);
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  const durationMs = performance.now() - started;
  const outputs = parseOutputs(await readOr(outputFile, ''));
  const reportDir = options.inputs?.['report-dir'] ?? 'staging-gate-report';
  const files = await readReports(join(workspace, reportDir));
  const json = files['report.json'] ?? '';
  const commands = stdout();
  return {
    code,
    commands,
    stdout: commands.replaceAll(/^::add-mask::[^\n]*\n?/gmu, ''),
    stderr: stderr(),
    outputs: Object.fromEntries(outputs),
    outputOrder: outputs.map(([name]) => name),
    summary: await readOr(summaryFile, ''),
    report: json.endsWith('}\n') ? (JSON.parse(json) as ReportFile) : undefined,
    files,
    durationMs,
  };
}

function runnerEnvironment(workspace: string, outputFile: string, summaryFile: string) {
  return {
    PATH: process.env['PATH'],
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'example/vetext',
    GITHUB_SHA: candidate,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '1001',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_ACTOR: 'release-bot',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    RUNNER_TEMP: tmpdir(),
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** `name<<delimiter`, the value's lines, the delimiter: how a step hands its outputs over. */
function parseOutputs(text: string): readonly (readonly [string, string])[] {
  const blocks = text.matchAll(/^([^\n]+?)<<(\S+)\n([\s\S]*?)\n\2$/gmu);
  return [...blocks].map(([, name = '', , value = '']) => [name, value] as const);
}

async function readReports(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = ['report.json', 'report.html'];
  const texts = names.map(async (name) => [name, await readOr(join(folder, name), '')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

async function readOr(path: string, fallback: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => fallback);
}
