import type { LoadedConfig } from '../config/load.ts';
import { variablesIn } from '../config/variables.ts';
import { oneLine } from '../core/one-line.ts';
import { Redactor } from '../secrets.ts';
import { loadFor } from '../wiring.ts';
import { readWorkspaceFile } from '../workspace.ts';
import type { Command } from './command.ts';
import { configOption, locateConfig } from './run-inputs.ts';
import { exitCodes, painter, takesColour, type Paint } from './terminal.ts';

export const validate: Command = {
  name: 'validate',
  summary: 'Check the configuration; nothing is probed.',
  about: [
    'Lists the probes and the variables that they need. A variable that is not set here may well be set where the gate runs, so it does not count as a mistake unless --secrets is given.',
    'Exit codes: 0 valid, 64 not valid.',
  ],
  examples: ['staging-health-gate validate', 'staging-health-gate validate --secrets'],
  options: { ...configOption, secrets: { help: 'Variables that are not set, or empty, are mistakes too.' } },
  run: (given, terminal) => {
    const { env, out, err } = terminal;
    const { workspace, config: file } = locateConfig(given, terminal.cwd);
    const redactor = new Redactor();
    const config = loadFor({ config: file, workspace, probes: undefined, mode: 'gate' }, env, redactor);
    const source = readWorkspaceFile(workspace, file);
    const needed = 'text' in source ? variablesIn(source.text) : [];
    const isMissing = (name: string) => (env[name] ?? '') === '';
    const missing = needed.filter(({ variable }) => isMissing(variable)).map(({ variable }) => variable);
    const paint = painter(takesColour(out, env));
    const lines = [
      paint(
        'green',
        `✅ ${file} is valid: ${counted(config.probes.length, 'probe')} of ${config.environment}`,
      ),
      ...probeTable(config, paint),
      ...variableLines(needed, isMissing, paint),
    ];
    out.write(lines.map((line) => `${redactor.redact(line)}\n`).join(''));
    if (!given.isOn('secrets') || missing.length === 0) return Promise.resolve(exitCodes.allow);
    const complaint = `❌ Not set, or empty: ${missing.join(', ')}`;
    err.write(`\n${painter(takesColour(err, env))('red', oneLine(complaint))}\n`);
    return Promise.resolve(exitCodes.usage);
  },
};

function counted(count: number, what: string): string {
  return count === 1 ? `one ${what}` : `${String(count)} ${what}s`;
}

function probeTable({ probes }: LoadedConfig, paint: Paint): readonly string[] {
  const rows = probes.map(({ name, kind, layer, required, owner }) => [
    name,
    kind.kind,
    layer,
    required ? 'required' : 'not required',
    owner?.team ?? 'no owner',
  ]);
  return ['', ...aligned(['PROBE', 'KIND', 'LAYER', '', 'OWNER'], rows, paint)];
}

function variableLines(
  needed: ReturnType<typeof variablesIn>,
  isMissing: (name: string) => boolean,
  paint: Paint,
): readonly string[] {
  if (needed.length === 0) return ['', 'It needs no variables.'];
  const rows = needed.map(({ variable, keys }) => [
    isMissing(variable) ? '❌' : '✅',
    variable,
    isMissing(variable) ? 'not set' : 'set',
    keys.join(', '),
  ]);
  return ['', ...aligned(['', 'VARIABLE', '', 'FOR'], rows, paint)];
}

/** Columns as wide as their widest cell; the last one is as long as it is. */
function aligned(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map(oneLine));
  const widths = head.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  // A mark is one character and two columns wide.
  const padded = (cell: string, index: number) =>
    index === 0 && head[0] === '' ? (cell === '' ? '  ' : cell) : cell.padEnd(widths[index] ?? 0);
  const [title = '', ...lines] = cells.map((row) => `  ${row.map(padded).join('  ')}`.trimEnd());
  return [paint('dim', title), ...lines];
}
