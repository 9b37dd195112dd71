import { readFile } from 'node:fs/promises';

import { gateConfiguration } from '../simulator/configuration.ts';
import type { FaultName } from '../simulator/faults.ts';
import { startStaging } from '../simulator/staging.ts';
import { prepareWorkspace } from './gate.ts';
import type { Work } from './work.ts';

const delayMs = 200;
const allowanceMs = 150;

const slow: readonly FaultName[] = [
  'slow-cdw',
  'slow-vista',
  'slow-vista-api',
  'slow-vetext',
  'slow-chip',
  'slow-lorota',
  'slow-vets-api',
  'slow-vets-website',
];

interface Timed {
  readonly probes: readonly { readonly name: string; readonly durationMs: number }[];
}

/** The journey's legs wait for each other: nothing can be faster than they are together. */
export const chain: Work = {
  name: 'chain',
  title: `The check-in chain of 8 layers with ${String(delayMs)} ms each, journey included`,
  reference: "the journey's own critical path",
  target: `critical path + ${String(allowanceMs)} ms`,
  runs: 9,
  profile:
    'The whole process is measured. Until the journey begins 130 ms pass: the start of the row above, and a configuration of every kind. After it 20 ms for the reports, and 12 ms until the process has ended.',
  prepare: async () => {
    const staging = await startStaging({ faults: slow, slowMs: delayMs });
    const workspace = await prepareWorkspace(gateConfiguration(staging));
    return {
      once: async () => {
        const gate = await workspace.run(staging.env);
        const report = JSON.parse(await readFile(workspace.reportFile, 'utf8')) as Timed;
        const journey = report.probes.find(({ name }) => name === 'check-in');
        return { gateMs: gate.wallMs, referenceMs: journey?.durationMs ?? Number.NaN };
      },
      isMet: ({ gateMs, referenceMs }) => gateMs <= referenceMs + allowanceMs,
      remove: async () => {
        await workspace.remove();
        await staging.stop();
      },
    };
  },
};
