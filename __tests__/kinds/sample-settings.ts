/** Settings as the loader gives them to a kind: secrets as variables that are set. */
import { EnvValue } from '../../src/config/env-value.ts';

function variable(value: string): EnvValue {
  return new EnvValue('${V}', { V: value });
}

export const vistaSettings = {
  url: 'https://vista.example.test/vista-api',
  key: variable('application-key-1'),
  station: '530A4',
  duz: variable('520824797'),
  patient: variable('7221678999'),
};

export const chipSettings = {
  url: 'https://chip.example.test/preprod',
  'api-id': variable('chip-api-id'),
  username: variable('chip-user'),
  password: variable('chip-password'),
};

export const vetextSettings = { url: 'https://vetext.example.test', station: '530A4' };

export const vetsApiSettings = { url: 'https://api.example.test' };
