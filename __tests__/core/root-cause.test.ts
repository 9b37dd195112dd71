import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { FaultCode } from '../../src/core/fault-codes.ts';
import { chainLayers, type Check, type Layer, type Owner, type ProbeResult } from '../../src/core/model.ts';
import { findRootCauses } from '../../src/core/root-cause.ts';
import { failing, failingProbe, passing, probeResult } from '../support/findings.ts';

const upstreams: Readonly<Record<string, readonly Layer[]>> = {
  'vista-api': ['vista'],
  vetext: ['cdw', 'vista-api'],
  chip: ['lorota', 'vista-api'],
  'vets-api': ['chip', 'lorota'],
  'vets-website': ['vets-api'],
};

function healthy(layer: Layer): ProbeResult {
  return probeResult({ layer, upstreams: upstreams[layer] ?? [] });
}

function broken(layer: Layer, code: FaultCode, more: Partial<ProbeResult> = {}): ProbeResult {
  return failingProbe(layer, code, { upstreams: upstreams[layer] ?? [], ...more });
}

function blaming(probe: Layer, layer: Layer, code: FaultCode = 'UPSTREAM'): ProbeResult {
  return broken(probe, code, { checks: [failing(code, { layer })] });
}

/** The journey: its legs are checks of the layers that they exercise. */
function journey(...checks: readonly Check[]): ProbeResult {
  const legs = ['vista-api', 'vetext', 'chip', 'vets-api'];
  return probeResult({ name: 'check-in', kind: 'check-in', layer: 'check-in', checks, upstreams: legs });
}

function leg(layer: Layer, code: FaultCode): Check {
  return failing(code, { name: `leg ${layer}`, layer });
}

function rootLayers(probes: readonly ProbeResult[]): readonly Layer[] {
  return findRootCauses(probes).roots.map((root) => root.layer);
}

function blocked(probes: readonly ProbeResult[]): Readonly<Record<string, readonly Layer[]>> {
  return Object.fromEntries(findRootCauses(probes).blockedBy);
}

describe('findRootCauses, who is named and who is blocked', () => {
  const cases: readonly (readonly [
    string,
    readonly ProbeResult[],
    readonly Layer[],
    Readonly<Record<string, readonly Layer[]>>,
  ])[] = [
    ['nothing failed', [healthy('cdw'), healthy('chip')], [], {}],
    ['one layer fails alone', [healthy('cdw'), broken('chip', 'GATEWAY')], ['chip'], {}],
    [
      'a failed layer stands behind another',
      [broken('cdw', 'COLUMN_MISSING'), broken('vetext', 'HTTP_STATUS')],
      ['cdw'],
      { vetext: ['cdw'] },
    ],
    [
      'three fail one behind the other',
      [broken('vista-api', 'CONNECT_REFUSED'), broken('chip', 'HTTP_STATUS'), broken('vets-api', 'GATEWAY')],
      ['vista-api'],
      { chip: ['vista-api'], 'vets-api': ['vista-api'] },
    ],
    [
      'two roots are independent of each other',
      [
        broken('cdw', 'STALE'),
        broken('lorota', 'TLS_EXPIRED'),
        broken('vetext', 'GATEWAY'),
        broken('chip', 'GATEWAY'),
      ],
      ['cdw', 'lorota'],
      { vetext: ['cdw'], chip: ['lorota'] },
    ],
    [
      'a layer behind a broken one is broken of itself',
      [broken('cdw', 'STALE'), broken('vetext', 'TLS_EXPIRED')],
      ['cdw', 'vetext'],
      {},
    ],
    [
      'a healthy layer stands between',
      [broken('vista-api', 'DNS'), healthy('chip'), broken('vets-api', 'HTTP_STATUS')],
      ['vista-api', 'vets-api'],
      {},
    ],
    [
      'a layer that could not be judged stands between',
      [broken('vista-api', 'DNS'), broken('chip', 'CREDENTIAL_REFUSED'), broken('vets-api', 'HTTP_STATUS')],
      ['vista-api'],
      { 'vets-api': ['vista-api'] },
    ],
    [
      'a layer without a probe is implicated',
      [blaming('vista-api', 'vista'), broken('chip', 'GATEWAY')],
      ['vista'],
      { 'vista-api': ['vista'], chip: ['vista'] },
    ],
    [
      'the blamed layer fails as well',
      [broken('lorota', 'CONNECT_REFUSED'), blaming('chip', 'lorota')],
      ['lorota'],
      { chip: ['lorota'] },
    ],
    ['the blamed layer is healthy', [healthy('lorota'), blaming('chip', 'lorota')], ['chip'], {}],
    [
      'the blamed layer could not be judged',
      [broken('lorota', 'SECRET_MISSING'), blaming('chip', 'lorota')],
      ['lorota'],
      { chip: ['lorota'] },
    ],
    [
      'the blamed layer is itself blocked',
      [broken('lorota', 'DNS'), broken('chip', 'HTTP_STATUS'), blaming('vets-api', 'chip')],
      ['lorota'],
      { chip: ['lorota'], 'vets-api': ['lorota'] },
    ],
    [
      'the journey fails at a layer that is blocked',
      [
        broken('cdw', 'COLUMN_MISSING'),
        broken('vetext', 'HTTP_STATUS'),
        healthy('chip'),
        journey(leg('vetext', 'HTTP_STATUS')),
      ],
      ['cdw'],
      { vetext: ['cdw'], 'check-in': ['cdw'] },
    ],
    [
      'only the journey shows that a layer fails, whose own probe is healthy',
      [healthy('vetext'), healthy('chip'), journey(leg('vetext', 'BODY_MISMATCH'))],
      ['vetext'],
      { 'check-in': ['vetext'] },
    ],
    [
      'the journey fails at a layer that is broken of itself, and an earlier one is broken too',
      [
        broken('cdw', 'STALE'),
        broken('lorota', 'CONNECT_REFUSED'),
        blaming('chip', 'lorota'),
        journey(failing('UPSTREAM', { layer: 'lorota', asked: 'chip' })),
      ],
      ['cdw', 'lorota'],
      { chip: ['lorota'], 'check-in': ['lorota'] },
    ],
    [
      'the journey asks a layer that is broken itself, which blames another one',
      [
        healthy('lorota'),
        broken('vets-api', 'MOCKED'),
        journey(failing('RECORD_MISSING', { layer: 'lorota', asked: 'vets-api' })),
      ],
      ['vets-api'],
      { 'check-in': ['vets-api'] },
    ],
    [
      'the journey asks a layer that answers as it should, though another version of it is live',
      [
        healthy('lorota'),
        broken('vets-api', 'WRONG_REVISION'),
        journey(failing('RECORD_MISSING', { layer: 'lorota', asked: 'vets-api' })),
      ],
      ['lorota', 'vets-api'],
      { 'check-in': ['lorota'] },
    ],
    [
      'the journey asks a layer that another one may have broken, and that blames a third',
      [
        healthy('lorota'),
        broken('chip', 'GATEWAY'),
        broken('vets-api', 'HTTP_STATUS'),
        journey(failing('UPSTREAM', { layer: 'lorota', asked: 'vets-api' })),
      ],
      ['lorota'],
      { chip: ['lorota'], 'vets-api': ['lorota'], 'check-in': ['lorota'] },
    ],
    [
      'a probe asks a layer itself, whose own probe is healthy',
      [
        healthy('vista-api'),
        broken('vetext', 'GATEWAY', {
          checks: [failing('GATEWAY', { layer: 'vista-api', asked: 'vista-api' })],
        }),
      ],
      ['vista-api'],
      { vetext: ['vista-api'] },
    ],
    [
      'a later leg fails for what an earlier layer handed over',
      [broken('vetext', 'BODY_MISMATCH'), healthy('chip'), journey(leg('chip', 'HTTP_STATUS'))],
      ['vetext'],
      { 'check-in': ['vetext'] },
    ],
    [
      'a later layer is broken too, which explains no earlier leg',
      [healthy('vetext'), broken('vets-api', 'CONNECT_REFUSED'), journey(leg('vetext', 'BODY_MISMATCH'))],
      ['vetext', 'vets-api'],
      { 'check-in': ['vetext'] },
    ],
    [
      'the journey and another probe fail at a layer for different reasons',
      [broken('chip', 'HTTP_STATUS'), broken('vets-api', 'GATEWAY'), journey(leg('chip', 'HTTP_STATUS'))],
      ['chip'],
      { 'vets-api': ['chip'], 'check-in': ['chip'] },
    ],
    [
      'the journey alone shows a layer that an earlier leg explains, and a child depends on it',
      [
        broken('vetext', 'BODY_MISMATCH'),
        healthy('chip'),
        broken('vets-api', 'HTTP_STATUS'),
        journey(leg('chip', 'HTTP_STATUS')),
      ],
      ['vetext'],
      { 'vets-api': ['vetext'], 'check-in': ['vetext'] },
    ],
    [
      'the journey itself fails',
      [journey(failing('NO_APPOINTMENT', { layer: 'check-in' }))],
      ['check-in'],
      {},
    ],
    [
      "a user's own layer depends on a broken one",
      [broken('cdw', 'STALE'), failingProbe('portal', 'HTTP_STATUS', { upstreams: ['cdw'] })],
      ['cdw'],
      { portal: ['cdw'] },
    ],
    [
      'two probes watch a layer and one of them is healthy',
      [
        healthy('vista-api'),
        broken('vista-api', 'GATEWAY', { name: 'vista-api-2' }),
        broken('chip', 'GATEWAY'),
      ],
      ['vista-api'],
      { chip: ['vista-api'] },
    ],
    [
      'two probes watch a layer between, of which one could not be judged',
      [
        broken('vista-api', 'GATEWAY'),
        healthy('chip'),
        broken('chip', 'SECRET_MISSING', { name: 'chip-2' }),
        broken('vets-api', 'HTTP_STATUS'),
      ],
      ['vista-api'],
      { 'vets-api': ['vista-api'] },
    ],
    [
      'a layer between is broken of itself, and also behind another',
      [
        broken('vista-api', 'DNS'),
        broken('chip', 'HTTP_STATUS', { checks: [failing('TLS_EXPIRED'), failing('HTTP_STATUS')] }),
        broken('vets-api', 'HTTP_STATUS'),
      ],
      ['vista-api', 'chip'],
      { 'vets-api': ['chip'] },
    ],
    [
      'two legs of the journey fail for different roots',
      [
        broken('cdw', 'STALE'),
        broken('vetext', 'GATEWAY'),
        broken('lorota', 'DNS'),
        broken('chip', 'GATEWAY'),
        probeResult({
          name: 'check-in',
          layer: 'check-in',
          checks: [leg('chip', 'GATEWAY'), leg('vetext', 'GATEWAY')],
        }),
      ],
      ['cdw', 'lorota'],
      { vetext: ['cdw'], chip: ['lorota'], 'check-in': ['cdw', 'lorota'] },
    ],
    [
      'the journey blames a healthy layer, while the one that it asked fails by its own probe',
      [
        healthy('lorota'),
        healthy('chip'),
        broken('vets-api', 'HTTP_STATUS'),
        journey(failing('UPSTREAM', { layer: 'lorota', asked: 'vets-api' })),
      ],
      ['vets-api'],
      { 'check-in': ['vets-api'] },
    ],
    [
      'the journey blames a layer that nobody probes, while the one that it asked fails by its own probe',
      [
        broken('vets-api', 'HTTP_STATUS'),
        journey(failing('UPSTREAM', { layer: 'lorota', asked: 'vets-api' })),
      ],
      ['lorota'],
      { 'vets-api': ['lorota'], 'check-in': ['lorota'] },
    ],
    [
      'the journey blames a healthy layer through a healthy one: it asks more of both',
      [
        healthy('lorota'),
        healthy('vets-api'),
        journey(failing('UPSTREAM', { layer: 'lorota', asked: 'vets-api' })),
      ],
      ['lorota'],
      { 'check-in': ['lorota'] },
    ],
    [
      'two ways lead to the same root',
      [
        failingProbe('d', 'HTTP_STATUS', { upstreams: ['b', 'c'] }),
        failingProbe('b', 'HTTP_STATUS', { upstreams: ['a'] }),
        failingProbe('c', 'HTTP_STATUS', { upstreams: ['a'] }),
        failingProbe('a', 'HTTP_STATUS'),
        failingProbe('e', 'HTTP_STATUS', { upstreams: ['d'] }),
      ],
      ['a'],
      { b: ['a'], c: ['a'], d: ['a'], e: ['a'] },
    ],
    [
      'layers depend on each other and nothing else explains them',
      [
        failingProbe('a', 'HTTP_STATUS', { upstreams: ['b'] }),
        failingProbe('b', 'HTTP_STATUS', { upstreams: ['a'] }),
        failingProbe('c', 'HTTP_STATUS', { upstreams: ['b'] }),
      ],
      ['a', 'b'],
      { c: ['a', 'b'] },
    ],
    [
      'layers depend on each other and one of them is broken of itself',
      [
        failingProbe('a', 'HTTP_STATUS', { upstreams: ['b'] }),
        failingProbe('b', 'TLS_EXPIRED', { upstreams: ['a'] }),
      ],
      ['b'],
      { a: ['b'] },
    ],
    [
      'layers depend on each other and on a broken one',
      [
        failingProbe('a', 'HTTP_STATUS', { upstreams: ['b', 'cdw'] }),
        failingProbe('b', 'HTTP_STATUS', { upstreams: ['a'] }),
        broken('cdw', 'STALE'),
      ],
      ['cdw'],
      { a: ['cdw'], b: ['cdw'] },
    ],
    ['a layer depends on itself', [failingProbe('a', 'HTTP_STATUS', { upstreams: ['a'] })], ['a'], {}],
  ];

  test.each(cases)('when %s', (_, probes, roots, blockedBy) => {
    expect(rootLayers(probes)).toEqual(roots);
    expect(blocked(probes)).toEqual(blockedBy);
    expect(rootLayers(probes.toReversed())).toEqual(roots);
  });
});

describe('findRootCauses, in which order', () => {
  test('names what blocks first, then follows the chain', () => {
    const optional = broken('cdw', 'STALE', { required: false });
    expect(rootLayers([broken('vets-website', 'DNS'), optional, broken('lorota', 'DNS')])).toEqual([
      'lorota',
      'vets-website',
      'cdw',
    ]);
  });

  test('names what was answered before mere timeouts, and announced maintenance last', () => {
    expect(
      rootLayers([
        broken('cdw', 'TIMEOUT'),
        broken('lorota', 'MAINTENANCE'),
        broken('vets-website', 'FALLBACK_PAGE'),
      ]),
    ).toEqual(['vets-website', 'cdw', 'lorota']);
  });

  test('names what is broken before test data that is not there, and that before mere timeouts', () => {
    expect(
      rootLayers([
        broken('cdw', 'TIMEOUT'),
        journey(failing('NO_APPOINTMENT', { layer: 'vista', asked: 'vista-api' })),
        broken('vets-website', 'FALLBACK_PAGE'),
      ]),
    ).toEqual(['vets-website', 'vista', 'cdw']);
  });

  test('never lets latency be the first root while something was answered', () => {
    const chip503 = broken('chip', 'GATEWAY', { upstreams: [] });
    const dns = broken('vets-website', 'DNS');
    const outage = blaming('vista-api', 'vista', 'ERROR_IN_BODY');
    const slow = broken('lorota', 'TIMEOUT');
    expect(rootLayers([slow, chip503, outage, dns])).toEqual(['vista', 'chip', 'vets-website', 'lorota']);
  });
});

describe('findRootCauses, what it shows of a root', () => {
  const data: Owner = { team: 'Data' };
  const gateway: Owner = { team: 'Gateway' };

  test('is blocking when a required probe fails because of it, even behind others', () => {
    const optionalRoot = broken('cdw', 'STALE', { required: false });
    const [alone] = findRootCauses([optionalRoot]).roots;
    const [behind] = findRootCauses([optionalRoot, broken('vetext', 'GATEWAY')]).roots;
    expect(alone?.blocking).toBe(false);
    expect(behind).toMatchObject({ layer: 'cdw', probe: 'cdw', blocking: true });
  });

  test('shows the checks that were answered before those that never came, and its own probe before others', () => {
    const own = broken('chip', 'TIMEOUT', {
      upstreams: [],
      checks: [failing('TIMEOUT', { name: 'slow' }), failing('HTTP_STATUS', { name: 'wrong' })],
    });
    const [root] = findRootCauses([journey(leg('chip', 'BODY_MISMATCH')), own]).roots;
    expect(root?.probe).toBe('chip');
    expect(root?.checks.map((check) => check.name)).toEqual(['wrong', 'leg chip', 'slow']);
  });

  test('shows what nothing upstream can explain before what something may', () => {
    const own = broken('chip', 'GATEWAY', {
      upstreams: [],
      checks: [failing('HTTP_STATUS'), failing('MOCKED', { name: 'toggle' })],
    });
    expect(findRootCauses([own]).roots[0]?.checks[0]?.name).toBe('toggle');
  });

  test('shows missing tables before old data', () => {
    const checks = [failing('STALE', { layer: 'cdw' }), failing('SELECT_FAILED', { layer: 'cdw' })];
    const [root] = findRootCauses([broken('cdw', 'STALE', { checks })]).roots;
    expect(root?.checks.map(({ fault: { code } }) => code)).toEqual(['SELECT_FAILED', 'STALE']);
  });

  test('shows a layer without a probe by the nearest one that asks it', () => {
    const outage = { layer: 'vista', asked: 'vista-api' };
    const nearest = { ...blaming('vista-api', 'vista'), owner: gateway };
    const farther = {
      ...broken('vetext', 'UPSTREAM', { checks: [failing('UPSTREAM', outage)] }),
      owner: data,
    };
    const [root] = findRootCauses([journey(failing('UPSTREAM', outage)), farther, nearest]).roots;
    expect(root).toMatchObject({ layer: 'vista', probe: 'vista-api', owner: gateway });
  });

  test('leaves test data to the owner of the journey', () => {
    const missing = failing('NO_APPOINTMENT', { layer: 'vista', asked: 'vista-api' });
    const vetext = { ...broken('vetext', 'NO_APPOINTMENT', { checks: [missing] }), owner: gateway };
    const [root] = findRootCauses([vetext, { ...journey(missing), owner: data }]).roots;
    expect(root).toMatchObject({ layer: 'vista', probe: 'check-in', owner: data });
  });

  test('shows announced maintenance before what follows from it', () => {
    const own = broken('chip', 'GATEWAY', {
      upstreams: [],
      checks: [failing('GATEWAY'), failing('MAINTENANCE', { name: 'window' })],
    });
    expect(findRootCauses([own]).roots[0]?.checks[0]?.name).toBe('window');
  });

  test('prefers the owner of the layer, then the owner of the probe that shows it', () => {
    const blamer = { ...blaming('vista-api', 'vista'), owner: gateway };
    expect(findRootCauses([blamer]).roots[0]?.owner).toEqual(gateway);
    const unjudged = broken('vista', 'SECRET_MISSING', { owner: data });
    expect(findRootCauses([blamer, unjudged]).roots[0]?.owner).toEqual(data);
    expect(findRootCauses([broken('cdw', 'STALE')]).roots[0]?.owner).toBeUndefined();
  });
});

const someLayer = fc.constantFrom<Layer>(...chainLayers, 'check-in', 'portal', 'billing');
const someCode = fc.constantFrom<FaultCode>(
  'HTTP_STATUS',
  'GATEWAY',
  'TIMEOUT',
  'UPSTREAM',
  'COLUMN_MISSING',
  'MAINTENANCE',
  'CREDENTIAL_REFUSED',
  'SLOW',
);
const someCheck = (layer: Layer) =>
  fc.oneof(
    fc.constant(passing('health', layer)),
    fc
      .record({ code: someCode, blamed: fc.option(someLayer, { nil: layer }) })
      .map(({ code, blamed }) => failing(code, { layer: blamed })),
  );
const someProbe = someLayer.chain((layer) =>
  fc
    .record({
      name: fc.string({ minLength: 1, maxLength: 3 }),
      required: fc.boolean(),
      checks: fc.array(someCheck(layer), { minLength: 1, maxLength: 4 }),
      upstreams: fc.array(someLayer, { maxLength: 4 }),
      owner: fc.constantFrom({ team: 'Data' }, { team: 'Gateway' }, undefined),
    })
    .map((some) => probeResult({ layer, ...some })),
);
const someProbes = fc.uniqueArray(someProbe, { maxLength: 8, selector: (probe) => probe.name });

describe('findRootCauses, for any graph', () => {
  test('does not depend on the order of the probes', () => {
    fc.assert(
      fc.property(
        someProbes.chain((probes) =>
          fc.tuple(fc.constant(probes), fc.shuffledSubarray(probes, { minLength: probes.length })),
        ),
        ([probes, shuffled]) => {
          const { roots, blockedBy } = findRootCauses(probes);
          const again = findRootCauses(shuffled);
          expect(again.roots).toEqual(roots);
          expect(Object.fromEntries(again.blockedBy)).toEqual(Object.fromEntries(blockedBy));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('finds a root if and only if a check failed, and each root shows a failed check', () => {
    fc.assert(
      fc.property(someProbes, (probes) => {
        const { roots } = findRootCauses(probes);
        const failures = probes.flatMap(({ checks }) => checks).filter(({ status }) => status === 'fail');
        expect(roots.length > 0).toBe(failures.length > 0);
        for (const root of roots) {
          expect(root.checks.length).toBeGreaterThan(0);
          expect(root.checks.every((check) => check.status === 'fail')).toBe(true);
        }
      }),
    );
  });

  test('blames a root for every required failure: there is one to act on', () => {
    fc.assert(
      fc.property(someProbes, (probes) => {
        const mustAct = probes.some(
          ({ required, checks }) => required && checks.some(({ status }) => status === 'fail'),
        );
        expect(findRootCauses(probes).roots.some((root) => root.blocking)).toBe(mustAct);
      }),
    );
  });

  test('blocks only by layers that are named as roots, and never by the own layer', () => {
    fc.assert(
      fc.property(someProbes, (probes) => {
        const { roots, blockedBy } = findRootCauses(probes);
        const named = roots.map((root) => root.layer);
        for (const [name, layers] of blockedBy) {
          expect(layers.length).toBeGreaterThan(0);
          expect(named).toEqual(expect.arrayContaining([...layers]));
          expect(layers).not.toContain(probes.find((probe) => probe.name === name)?.layer);
        }
      }),
    );
  });

  test('ends on a long chain of failures', () => {
    const layers = Array.from({ length: 600 }, (_, index) => `layer-${String(index).padStart(4, '0')}`);
    const probes = layers.map((layer, index) =>
      failingProbe(layer, 'HTTP_STATUS', { upstreams: layers.slice(Math.max(0, index - 1), index) }),
    );
    expect(rootLayers(probes)).toEqual(['layer-0000']);
    expect(findRootCauses(probes).blockedBy.size).toBe(599);
  });
});
