/** `npm run simulator`: keeps a stand-in staging up, and prints how to point the gate at it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { gateConfiguration } from './configuration.ts';
import { startControl } from './control.ts';
import { faultNames, faultSentences, isFaultName, type FaultName } from './faults.ts';
import { startStaging, type Staging } from './staging.ts';
import { startGitHubOf, variablesOf } from './variables.ts';

const usage = `node simulator/main.ts [--fault NAME]… [--port-control PORT]

  --fault NAME          start with this fault; may be repeated
  --port-control PORT   switch faults over HTTP on 127.0.0.1; 0 takes a free port

Faults:
${faultNames.map((name) => `  ${name.padEnd(28)}${faultSentences[name]}`).join('\n')}
`;

interface Arguments {
  readonly faults: readonly FaultName[];
  readonly controlPort: number | undefined;
}

/** Nothing when the arguments make no sense. */
function readArguments(): Arguments | undefined {
  try {
    const { values } = parseArgs({
      options: { fault: { type: 'string', multiple: true, default: [] }, 'port-control': { type: 'string' } },
    });
    const faults = values.fault.filter(isFaultName);
    const port = values['port-control'];
    const controlPort = port === undefined ? undefined : Number(port);
    const isPort = controlPort === undefined || (/^\d{1,5}$/u.test(port ?? '') && controlPort <= 65_535);
    return faults.length === values.fault.length && isPort ? { faults, controlPort } : undefined;
  } catch {
    return undefined;
  }
}

async function writeConfiguration(staging: Staging): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'staging-gate-'));
  await writeFile(join(folder, 'staging-gate.yml'), gateConfiguration(staging));
  return folder;
}

function describe(
  staging: Staging,
  variables: Readonly<Record<string, string>>,
  folder: string,
  control: string | undefined,
): string {
  const quote = (value: string) => `'${value.replaceAll("'", String.raw`'\''`)}'`;
  const config = join(folder, 'staging-gate.yml');
  const on = staging.faults.length === 0 ? 'none' : staging.faults.join(', ');
  return [
    'Staging is up.',
    '',
    `Configuration: ${config}`,
    `Faults that are on: ${on}`,
    ...(control === undefined
      ? []
      : [`Switch faults: curl -X POST ${control}/faults/NAME (DELETE switches off)`]),
    '',
    'In another terminal:',
    '',
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    `npx staging-health-gate run --config ${quote(config)}`,
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

async function main({ faults, controlPort }: Arguments): Promise<void> {
  const staging = await startStaging({ faults });
  const github = await startGitHubOf(staging);
  const control = controlPort === undefined ? undefined : await startControl(staging, controlPort);
  const folder = await writeConfiguration(staging);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await control?.close();
    await github.stop();
    await staging.stop();
    await rm(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  process.stdout.write(describe(staging, variablesOf(staging, github), folder, control?.origin));
}

const given = readArguments();
if (given === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await main(given);
}
