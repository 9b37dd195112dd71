import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ask } from './ask.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Each run has a temporary folder of its own, so that what it leaves behind is seen. */
let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'simulator-test-'));
  // The simulator's PostgreSQL must be able to enter it.
  await chmod(temporary, 0o755);
});
afterEach(() => rm(temporary, { recursive: true, force: true }));

function run(...args: readonly string[]) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return {
    child,
    output: () => output,
    until: async (text: string) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended early: ${output}`);
        await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
      }
    },
  };
}

async function refuses(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

const script = (body: string) => [
  '--input-type=module-typescript',
  '--eval',
  `import { startDatabaseServer } from './simulator/database.ts';
   import { startStaging } from './simulator/staging.ts';
   ${body}`,
];

describe('a process that uses the simulator', () => {
  it('ends by itself once the staging is stopped, and leaves no file', async () => {
    const { child, output } = run(
      ...script(`const staging = await startStaging({ faults: ['slow-chip', 'slow-cdw'] });
        void fetch(staging.urls.chip).catch(() => undefined);
        await staging.stop();
        await staging.stop();
        console.log('stopped');`),
    );
    const [code] = (await once(child, 'close')) as [number | null];
    expect(output()).toBe('stopped\n');
    expect(code).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  });

  const endings: readonly (readonly [string, string, NodeJS.Signals | undefined])[] = [
    ['exits', 'process.exit(0)', undefined],
    ['has nothing left to do', '', undefined],
    ['throws', 'throw new Error("boom")', undefined],
    ['gets SIGTERM', 'setInterval(() => undefined, 1000)', 'SIGTERM'],
    ['gets SIGINT', 'setInterval(() => undefined, 1000)', 'SIGINT'],
  ];
  for (const [ending, code, signal] of endings) {
    it(`takes the database with it when it ${ending}`, async () => {
      const { child, output, until } = run(
        ...script(`const { port } = await startDatabaseServer();
          console.log('port ' + port + ';');
          ${code}`),
      );
      await until(';');
      const port = Number(/port (\d+);/u.exec(output())?.[1]);
      if (signal !== undefined) child.kill(signal);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      if (signal !== undefined) expect(child.signalCode).toBe(signal);
      expect(await refuses(port)).toBe(true);
      expect(await readdir(temporary)).toEqual([]);
    });
  }
});

describe('npm run simulator', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints how to use it, switches faults on demand, and stops cleanly on ${signal}`, async () => {
      const { child, output, until } = run('simulator/main.ts', '--fault', 'chip-503', '--port-control', '0');
      await until('Ctrl-C stops it.');
      const config = /^Configuration: (.+)$/mu.exec(output())?.[1] ?? '';
      expect(await readFile(config, 'utf8')).toContain('kind: vista-api');
      expect(output()).toContain(`npx staging-health-gate run --config '${config}'`);
      expect(output()).toMatch(/^export CDW_URL='postgres:\/\/.+'$/mu);

      const control = /curl -X POST (\S+)\/NAME/u.exec(output())?.[1] ?? '';
      const switched = await ask(`${control}/cdw-stale`, { method: 'POST' });
      expect(switched).toMatchObject({ status: 200 });
      await ask(`${control}/chip-503`, { method: 'DELETE' });
      const { json } = await ask(control);
      const on = (json as { name: string; on: boolean }[]).filter((fault) => fault.on);
      expect(on.map(({ name }) => name)).toEqual(['cdw-stale']);
      expect((await ask(`${control}/nonsense`, { method: 'POST' })).status).toBe(404);

      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(0);
      expect(existsSync(dirname(config))).toBe(false);
      expect(await readdir(temporary)).toEqual([]);
    });
  }

  it('names its faults when it is asked for one that it does not have', async () => {
    const { child, output } = run('simulator/main.ts', '--fault', 'nonsense');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(2);
    expect(output()).toContain('cdw-column-missing');
  });
});
