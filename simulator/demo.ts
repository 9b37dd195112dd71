/** `npm run demo`: the gate on a healthy staging, then with the CDW column of the incident missing. */
import { gateConfiguration } from './configuration.ts';
import { runAction } from './run-action.ts';
import { startStaging } from './staging.ts';

const staging = await startStaging();
try {
  await show('1. A healthy staging');
  await staging.setFault('cdw-column-missing', true);
  await show('2. The incident: the staging copy of a CDW table lacks a column');
} finally {
  await staging.stop();
}

async function show(title: string): Promise<void> {
  const { stdout, summary, code, outputs } = await runAction({
    configuration: gateConfiguration(staging),
    env: staging.env,
  });
  const rule = '─'.repeat(78);
  const log = stdout.split('\n').filter((line) => !line.startsWith('::'));
  const end = `exit code ${String(code)}, output ready=${outputs['ready'] ?? '(not set)'}`;
  process.stdout.write(
    [rule, title, rule, '', ...log, end, '', 'The job summary:', '', summary, ''].join('\n'),
  );
}
