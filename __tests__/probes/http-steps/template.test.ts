import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FaultError } from '../../../src/errors.ts';
import { namesIn, renderRequest, secretsIn } from '../../../src/probes/http-steps/template.ts';
import { Secret } from '../../../src/secrets.ts';

const variable = (value: string) => new Map([['x', value]]);

describe('a template', () => {
  test('in an address keeps any value one segment or one parameter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        fc.pre(value !== '.' && value !== '..');
        const { url } = renderRequest(
          { method: 'GET', url: 'https://a.test/p/{{x}}/q?k={{x}}&z=1' },
          variable(value),
        );
        const read = new URL(url);
        expect(read.host).toBe('a.test');
        expect(read.pathname.split('/')).toHaveLength(4);
        expect(decodeURIComponent(read.pathname.split('/')[2] ?? '')).toBe(value.toWellFormed());
        expect([...read.searchParams.keys()]).toEqual(['k', 'z']);
      }),
    );
  });

  test('does not take for a name what stands within a secret', () => {
    const odd = 'p{{x}}w{{ y }}';
    const request = {
      method: 'POST',
      url: 'https://a.test',
      headers: { authorization: new Secret(`Bearer ${odd} {{x}}`, [odd]) },
      json: [new Secret(odd, [odd]), new Secret('{{x}}', ['{{x}}']), '{{x}}'],
    } as const;
    expect(namesIn(request)).toEqual(['x']);
    const { headers, body } = renderRequest(request, variable('v'));
    expect(headers['authorization']).toBe(`Bearer ${odd} v`);
    expect(JSON.parse(body ?? '')).toEqual([odd, '{{x}}', 'v']);
  });

  test('in a body survives as JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
        const variables = new Map([
          ['text', text],
          ['value', value as string],
        ]);
        const json = { a: 'b{{text}}', v: '{{value}}' };
        const { body = '' } = renderRequest({ method: 'POST', url: 'https://a.test', json }, variables);
        expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify({ a: `b${text}`, v: value })));
      }),
    );
  });

  test('is filled once: a value that looks like a template stays as it is', () => {
    const request = { method: 'GET', url: 'https://a.test', headers: { a: '{{x}}' } } as const;
    expect(renderRequest(request, variable('{{x}}')).headers).toEqual({ a: '{{x}}' });
  });

  test('leaves other braces alone', () => {
    const json = { a: '{{}} {x} {{ 1 }} {{x.y}}' };
    const { body } = renderRequest({ method: 'POST', url: 'https://a.test', json }, new Map());
    expect(body).toBe(JSON.stringify(json));
  });

  test('of an object cannot stand in text', () => {
    const render = () =>
      renderRequest({ method: 'GET', url: 'https://a.test/{{x}}' }, new Map([['x', { secret: 'hunter2' }]]));
    expect(render).toThrow(FaultError);
    expect(render).toThrow(/^INTERNAL$/u);
  });

  test('lets the content type be set', () => {
    const headers = { 'content-type': 'application/vnd.api+json' };
    const request = { method: 'POST', url: 'https://a.test', headers, json: {} } as const;
    expect(renderRequest(request, new Map()).headers).toEqual(headers);
  });
});

describe('what a request holds', () => {
  const request = {
    method: 'POST',
    url: new Secret('https://a.test/{{a}}'),
    headers: { x: '{{b}}', y: new Secret('k') },
    json: { list: [{ c: '{{c}} {{a}}' }, new Secret('{{d}}'), 1, null] },
  } as const;

  test('names, each once, within secrets too', () => {
    expect(namesIn(request)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('secrets', () => {
    expect(secretsIn(request).map((secret) => secret.reveal())).toEqual([
      'https://a.test/{{a}}',
      'k',
      '{{d}}',
    ]);
  });
});
