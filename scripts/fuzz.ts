/**
 * Gives everything that reads foreign input a million random inputs: `npm run fuzz`. What broke is shown with the
 * seed that repeats it.
 *
 * Options: `--inputs N` in all (default 1,000,000), `--seed N`, `--only NAME` of one target.
 */
import { parseArgs } from 'node:util';

import fc from 'fast-check';

import { fuzzTargets, type FuzzTarget } from '../__tests__/safety/fuzz-targets.ts';

/** So many at once, so that something is seen of it on the way. */
const batch = 20_000;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
  },
});
const wanted = Number(values.inputs);
const seed = Number(values.seed);
const targets = fuzzTargets.filter(({ name }) => values.only === undefined || name === values.only);
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(seed) || targets.length === 0) {
  console.error(
    `--inputs and --seed take whole numbers; --only takes ${fuzzTargets.map(({ name }) => `"${name}"`).join(', ')}`,
  );
  process.exit(2);
}

const shares = targets.reduce((sum, { share }) => sum + share, 0);
let tried = 0;
let broken = 0;
for (const target of targets) {
  const inputs = Math.ceil((wanted * target.share) / shares);
  const startedMs = performance.now();
  const found = fuzz(target, inputs);
  tried += found.tried;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  console.log(
    `${found.report === undefined ? 'ok    ' : 'BROKEN'} ${target.name}: ${found.tried.toLocaleString('en-US')} inputs in ${seconds} s`,
  );
  if (found.report === undefined) continue;
  broken += 1;
  console.log(found.report);
}
console.log(
  `${tried.toLocaleString('en-US')} inputs, ${String(broken)} of ${String(targets.length)} targets broken, seed ${String(seed)}`,
);
process.exitCode = broken === 0 ? 0 : 1;

/** Ends at the first input that breaks the target. */
function fuzz(
  { property }: FuzzTarget,
  inputs: number,
): { readonly tried: number; readonly report?: string } {
  let done = 0;
  for (let round = 0; done < inputs; round += 1) {
    const numRuns = Math.min(batch, inputs - done);
    const details = fc.check(property, { numRuns, seed: seed + round });
    done += details.numRuns;
    if (details.failed) return { tried: done, report: fc.defaultReportMessage(details) };
  }
  return { tried: done };
}
