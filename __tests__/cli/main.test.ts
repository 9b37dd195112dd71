import { tmpdir } from 'node:os';

import { describe, expect, it } from 'vitest';

import { version } from '../../src/version.ts';
import { command } from '../support/terminal.ts';

const at = { cwd: tmpdir() };
const names = ['run', 'validate', 'snapshot', 'schema', 'init'];

describe('the command line', () => {
  it('tells its version', async () => {
    expect(await command(['--version'], at)).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it.each([[['--help']], [['help']]])('lists its commands on %j', async (args) => {
    const { code, out } = await command(args, at);
    expect(code).toBe(0);
    for (const name of names) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'mu'));
  });

  it.each(names)('explains %s, whatever else stands there', async (name) => {
    const { code, out, err } = await command([name, '--nonsense', '--help'], at);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Usage: staging-health-gate ${name}`);
    expect(await command(['help', name], at)).toEqual({
      code: 0,
      out: (await command([name, '--help'], at)).out,
      err: '',
    });
  });

  it.each(names)('explains %s within the width of a narrow terminal', async (name) => {
    const { out } = await command([name, '--help'], { ...at, out: { isTTY: true, columns: 60, rows: 20 } });
    const [text = ''] = out.split('Examples:');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });

  it.each([
    [[], 'staging-health-gate: expected a command: run, validate, snapshot, schema, init'],
    [
      ['runn'],
      'staging-health-gate: no such command "runn"; did you mean "run"? Commands: run, validate, snapshot, schema, init',
    ],
    [
      ['--json'],
      'staging-health-gate: expected a command before the options: run, validate, snapshot, schema, init',
    ],
    [['run', '--confg'], 'staging-health-gate run: no such option --confg; did you mean --config?'],
    [['schema', 'now'], 'staging-health-gate schema: unexpected: "now"'],
  ])('refuses %j with 64', async (args, line) => {
    const { code, out, err } = await command(args, at);
    expect([code, out]).toEqual([64, '']);
    expect(err.split('\n')[0]).toBe(line);
  });

  it('keeps a word on one line that would begin another', async () => {
    const { err } = await command(['a\n::error::b\u001B[2J'], at);
    expect(err.split('\n')).toHaveLength(3);
    expect(err).not.toContain('\u001B');
  });

  it('colours what is wrong where that is wanted, and only there', async () => {
    const red = '\u001B[31m';
    expect((await command(['runn'], { ...at, env: { FORCE_COLOR: '1' } })).err).toContain(red);
    expect((await command(['runn'], { ...at, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).err).not.toContain(
      red,
    );
    expect((await command(['runn'], at)).err).not.toContain(red);
  });
});
