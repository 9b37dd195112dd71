import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';

import { EnvValue } from '../../src/config/env-value.ts';

const env = { USER: 'porter', PASSWORD: 'pa55$&word', EMPTY: '' };

describe('a string with variables', () => {
  it.each<[string, string, readonly string[], boolean]>([
    ['${USER}', 'porter', [], true],
    ['Basic ${USER}:${PASSWORD}', 'Basic porter:pa55$&word', [], false],
    ['${USER}${USER}', 'porterporter', [], false],
    ['${EMPTY}-${NONE}-${NONE}', '--', ['EMPTY', 'NONE'], false],
    ['${toString}', '', ['toString'], true],
    ['$USER ${} ${1A}', '$USER ${} ${1A}', [], false],
  ])('%s is filled in', (template, value, missing, isWhole) => {
    expect(new EnvValue(template, env)).toMatchObject({ template, value, missing, isWhole });
  });

  it('becomes a secret that knows the value of each variable', () => {
    const secret = new EnvValue('Basic ${USER}:${PASSWORD}', env).toSecret();
    expect(secret.reveal()).toBe('Basic porter:pa55$&word');
    expect(secret.revealParts()).toEqual(['porter', 'pa55$&word']);
  });

  it('shows its template and never its value', () => {
    const value = new EnvValue('x ${PASSWORD}', env);
    expect([String(value), JSON.stringify([value]), inspect({ value })].join(' ')).toBe(
      'x ${PASSWORD} ["x ${PASSWORD}"] { value: x ${PASSWORD} }',
    );
  });
});
