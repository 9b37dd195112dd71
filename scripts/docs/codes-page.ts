/** `docs/codes.md`: every code of a fault, from the table that the gate itself uses. */
import type { FaultCodeFacts } from '../../src/core/fault-codes.ts';
import { answerFaults } from '../../src/core/fault-codes/answers.ts';
import { chainFaults } from '../../src/core/fault-codes/chain.ts';
import { gateFaults } from '../../src/core/fault-codes/gate.ts';
import { networkFaults } from '../../src/core/fault-codes/network.ts';
import { reservationFaults } from '../../src/core/fault-codes/reservations.ts';
import { tableFaults } from '../../src/core/fault-codes/tables.ts';
import { markdownTable } from './markdown.ts';

type Codes = Readonly<Record<string, FaultCodeFacts>>;

const groups: readonly (readonly [title: string, about: string, codes: Codes])[] = [
  ['The network', 'Between the runner and the layer.', networkFaults],
  ['The answer', 'The layer answered, and the answer is wrong.', answerFaults],
  ['The check-in chain', 'What only a check-in, or its monitoring, can go wrong with.', chainFaults],
  ['Tables', 'The database answered.', tableFaults],
  ['The gate itself', 'No evidence that staging is broken: the gate could not look.', gateFaults],
  ['Reservations', 'It passed, and something about it is worth knowing.', reservationFaults],
];

const intro = `# Codes

<!-- Written by \`npm run docs\` from src/core/fault-codes. Edit that. -->

Every check that does not pass carries one of these codes, in the report, the annotations and \`report.json\`. A code's
status is fixed here: \`fail\` blocks with the verdict \`not-ready\`, \`unknown\` blocks with \`inconclusive\`, \`warn\` does not
block. Codes are stable; removing one or changing its status is a breaking change.

The marks:

- _tried again_: it may pass by itself, so the request is repeated up to the probe's \`attempts\`.
- _root_: nothing upstream can be the reason, so the layer is named as broken even when a layer above it is broken too.
- _network_: the answer never came from the layer. When every probe fails like this, all become \`RUNNER_OFFLINE\`.
- _test data_: no system is broken; the synthetic patient is not in the state that a check-in needs.`;

/** The page. */
export function codesPage(): string {
  const sections = groups.map(([title, about, codes]) => {
    const rows = Object.entries(codes).map(([code, facts]) => [
      `\`${code}\``,
      `\`${facts.status}\``,
      facts.cause,
      facts.next,
      marksOf(facts).join(', '),
    ]);
    return `## ${title}\n\n${about}\n\n${markdownTable(['code', 'status', 'likely cause', 'next step', 'marks'], rows)}`;
  });
  return `${[intro, ...sections].join('\n\n')}\n`;
}

function marksOf({ transient, independent, network, testData }: FaultCodeFacts): readonly string[] {
  return [
    ...(transient ? ['tried again'] : []),
    ...(independent ? ['root'] : []),
    ...(network ? ['network'] : []),
    ...(testData ? ['test data'] : []),
  ];
}
