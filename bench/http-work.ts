import { httpConfiguration, prepareWorkspace } from './gate.ts';
import { measure } from './processes.ts';
import { startServer } from './server.ts';
import type { Work } from './work.ts';

/** An empty Node.js process: nothing that runs in it can start faster. */
export const start: Work = {
  name: 'start',
  title: 'Start: one http probe on loopback, verdict and all reports',
  reference: 'an empty node process',
  target: '≤ 4.0 × wall',
  runs: 15,
  profile:
    'Self time of one run of 150 ms (`--cpu-prof`): Node.js itself with the modules that are needed (http, https, crypto, fs) 36 ms, of which an empty process has 22; zod 32, half of it to make schemas, half to read inputs and configuration; to compile 0.65 MB of code 28; our own code 15; ajv 12; yaml 10; axios 10; garbage 10. No single part is left that could be taken away.',
  prepare: async () => {
    const server = await startServer(0);
    const workspace = await prepareWorkspace(httpConfiguration(1, server.url, 16));
    return {
      once: async () => {
        const empty = await measure({ file: process.execPath, args: ['-e', '0'] });
        const gate = await workspace.run();
        return { gateMs: gate.wallMs, referenceMs: empty.wallMs, extra: { peakMiB: gate.peakMiB ?? 0 } };
      },
      isMet: ({ ratio }) => ratio <= 4,
      remove: async () => {
        server.close();
        await workspace.remove();
      },
    };
  },
};

/** curl fetches the same addresses at once, and asserts nothing. */
function curl(url: string, count: number, parallel: number) {
  const urls = `${url}/[0-${String(count - 1)}]`;
  const args = [
    '--silent',
    '--fail',
    '--parallel',
    '--parallel-max',
    String(parallel),
    '--output',
    '/dev/null',
    urls,
  ];
  return measure({ file: 'curl', args });
}

function waitOn(url: string, count: number) {
  const urls = Array.from(
    { length: count },
    (_, index) => `${url.replace('http:', 'http-get:')}/${String(index)}`,
  );
  return measure({ file: 'wait-on', args: ['--simultaneous', '300', ...urls] });
}

export const fifty: Work = {
  name: 'fifty',
  title: '50 http probes with JSON contracts, the server answers after 100 ms',
  reference: '`curl --parallel` of the same 50 addresses, which asserts nothing',
  target: '≤ 1.6 × wall, and below wait-on',
  runs: 9,
  prepare: async () => {
    const server = await startServer(100);
    const workspace = await prepareWorkspace(httpConfiguration(50, server.url, 64));
    return {
      once: async () => {
        const reference = await curl(server.url, 50, 50);
        const gate = await workspace.run();
        const other = await waitOn(server.url, 50);
        return { gateMs: gate.wallMs, referenceMs: reference.wallMs, extra: { waitOnMs: other.wallMs } };
      },
      isMet: ({ ratio, gateMs, extra }) => ratio <= 1.6 && gateMs < (extra['waitOnMs'] ?? 0),
      remove: async () => {
        server.close();
        await workspace.remove();
      },
    };
  },
};

const thousandMiB = 200;

export const thousand: Work = {
  name: 'thousand',
  title: '1,000 such probes',
  reference: '`curl --parallel --parallel-max 300`',
  target: `≤ 2.0 × wall, peak memory ≤ ${String(thousandMiB)} MiB`,
  runs: 9,
  profile:
    'For each probe 0.3 ms to read the configuration (yaml 0.2, zod 0.05), before the first request leaves; 0.5 ms to send a request with axios and node:http and to judge its answer; 0.1 ms for the reports; 0.15 ms of garbage. Half of the memory is the young generation of V8, which grows to 96 MiB: with `--max-semi-space-size=8` the peak is 185 MiB and the run a tenth shorter, but an action cannot give Node.js a flag.',
  prepare: async () => {
    const server = await startServer(100);
    const workspace = await prepareWorkspace(httpConfiguration(1000, server.url, 300));
    return {
      once: async () => {
        const reference = await curl(server.url, 1000, 300);
        const gate = await workspace.run();
        const extra = { peakMiB: gate.peakMiB ?? Number.NaN };
        return { gateMs: gate.wallMs, referenceMs: reference.wallMs, extra };
      },
      isMet: ({ ratio, extra }) => ratio <= 2 && (extra['peakMiB'] ?? Number.NaN) <= thousandMiB,
      remove: async () => {
        server.close();
        await workspace.remove();
      },
    };
  },
};
