#!/usr/bin/env node
/** The terminal: the same pipeline as the action's. Only this file runs on an older Node.js, to say so. */
/** Of Node.js, the major version. */
const needed = 24;

if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `staging-health-gate needs Node.js ${String(needed)} or newer; this is ${process.version}.\n` +
      'After `npm ci` in its checkout, `npx staging-health-gate` brings a Node.js of its own.\n',
  );
  process.exit(64);
}

// A reader that has seen enough (`| head`) must not turn a verdict into a crash.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.on('uncaughtException', () => {
  process.stderr.write('The gate itself failed. This is a bug of the gate, not of staging.\n');
  process.exit(2);
});

const { main } = await import('./cli/main.ts');
const code = await main(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  home: `${import.meta.dirname}/..`,
  out: process.stdout,
  err: process.stderr,
});
// Pipes are written to in the background on some systems.
await new Promise((done) => process.stdout.write('', done));
process.exit(code);
