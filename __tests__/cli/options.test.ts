import { describe, expect, it } from 'vitest';

import { optionLines, readOptions, wrapped, type Options } from '../../src/cli/options.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

const table: Options = {
  config: { value: 'FILE', help: 'The configuration.' },
  table: { value: 'NAME', isRepeatable: true, help: 'A table.' },
  'wait-for': { value: 'TIME', help: 'How long.' },
  json: { help: 'As JSON.' },
};

function problemsOf(...args: readonly string[]): readonly string[] {
  try {
    readOptions(args, table);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}

describe('the options of a command', () => {
  it('are read with their values behind a space or an equals sign', () => {
    const given = readOptions(['--config', 'a.yml', '--wait-for=10m', '--json'], table);
    expect(given.valueOf('config')).toBe('a.yml');
    expect(given.valueOf('wait-for')).toBe('10m');
    expect(given.isOn('json')).toBe(true);
  });

  it('are absent when they are not given', () => {
    const given = readOptions([], table);
    expect([given.valueOf('config'), given.isOn('json'), given.valuesOf('table')]).toEqual([
      undefined,
      false,
      [],
    ]);
  });

  it('keep the order of one that is repeated', () => {
    expect(readOptions(['--table', 'b', '--table=a'], table).valuesOf('table')).toEqual(['b', 'a']);
  });

  it('may have a value that begins with a dash behind an equals sign', () => {
    expect(readOptions(['--config=--odd'], table).valueOf('config')).toBe('--odd');
  });

  it.each([
    [
      ['--confg', 'x'],
      ['no such option --confg; did you mean --config?', 'unexpected: "x"'],
    ],
    [['--wait'], ['no such option --wait; did you mean --wait-for?']],
    [['--nonsense'], ['no such option --nonsense']],
    [['--__proto__'], ['no such option --__proto__']],
    [['--toString=x'], ['no such option --toString']],
    [['-j'], ['no such option -j']],
    [['--config'], ['--config needs a value: --config FILE']],
    [['--config='], ['--config needs a value: --config FILE']],
    [['--json=yes'], ['--json takes no value']],
    [['--config=a', '--config=b'], ['--config is given twice']],
    [['prod'], ['unexpected: "prod"']],
    [['--', '--json'], ['unexpected: "--json"']],
  ])('%j are refused', (args, problems) => {
    expect(problemsOf(...args)).toEqual(problems);
  });

  it('do not take the next option for a value', () => {
    expect(problemsOf('--config', '--json')).toContain('--config needs a value: --config FILE');
  });

  it('are refused with everything that is wrong, not the first of it', () => {
    expect(problemsOf('--confg', '--jsn', 'x')).toHaveLength(3);
  });
});

describe('the help of the options', () => {
  it.each([20, 40, 60, 80, 100])('fits into %i columns, as far as words allow', (columns) => {
    const lines = optionLines(table, columns);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(columns, 20));
    for (const name of [...Object.keys(table), 'help']) expect(lines.join('\n')).toContain(`--${name}`);
  });

  it('loses no word when it wraps', () => {
    const text = 'a text of several words, one of them extraordinarily-long';
    expect(wrapped(text, 12).join(' ')).toBe(text);
  });
});
