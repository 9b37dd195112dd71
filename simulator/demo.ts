/** `npm run demo`: one run of the gate with its job summary, and then the week of August 2023 as a replay. */
import { gateConfiguration } from './configuration.ts';
import { tellStep, tellStory } from './replay/page.ts';
import { terminalPaint } from './replay/text.ts';
import { playWeek } from './replay/week.ts';
import { runAction } from './run-action.ts';
import { startStaging } from './staging.ts';

/** Wide enough for the table, and not so wide that a sentence is hard to read. */
const columns = process.stdout.isTTY ? Math.min(Math.max(process.stdout.columns, 76), 120) : 110;

const started = performance.now();
await showRun();
chapter('2. The week of August 2023, replayed');
const steps = await playWeek((step) => {
  process.stdout.write(tellStep(step, columns, terminalPaint));
});
chapter('3. The week on one page');
process.stdout.write(tellStory(steps, columns, terminalPaint));
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(`\n${terminalPaint('dim', `All of this took ${seconds} s.`)}\n`);

/** What a deploy job shows while the staging copy of a CDW table lacks a column. */
async function showRun(): Promise<void> {
  chapter('1. One run of the gate: the staging copy of a CDW table lacks a column');
  const staging = await startStaging({ faults: ['cdw-column-missing'] });
  try {
    const configuration = gateConfiguration(staging);
    const { stdout, summary, code, outputs } = await runAction({ configuration, env: staging.env });
    const log = stdout.split('\n').filter((line) => !line.startsWith('::'));
    const end = `exit code ${String(code)}, output ready=${outputs['ready'] ?? '(not set)'}`;
    const title = terminalPaint('bold', 'The job summary, as Markdown:');
    process.stdout.write([...log, end, '', title, '', summary, ''].join('\n'));
  } finally {
    await staging.stop();
  }
}

function chapter(title: string): void {
  const rule = '━'.repeat(columns);
  process.stdout.write(`\n${terminalPaint(['bold', 'blue'], `${rule}\n${title}\n${rule}`)}\n\n`);
}
