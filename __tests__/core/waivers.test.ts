import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { faultyCheck } from '../../src/core/faults.ts';
import type { Check, ProbeResult, Status } from '../../src/core/model.ts';
import { statuses } from '../../src/core/model.ts';
import {
  applyWaivers,
  type AppliedWaivers,
  type DispatchWaiver,
  type FileWaiver,
  type Waiver,
} from '../../src/core/waivers.ts';
import { candidate, now, otherCommit } from './ledger-entries.ts';

const codes = { warn: 'SLOW', unknown: 'SECRET_MISSING', fail: 'HTTP_STATUS' } as const;

function checkOf(status: Status): Check {
  const facts = { name: 'look', layer: 'chip', durationMs: 1 };
  if (status === 'pass') return { ...facts, status };
  return faultyCheck(facts, { code: codes[status], expected: 'one thing', observed: 'another' });
}

function probe(name: string, status: Status | 'unchecked', required = true): ProbeResult {
  return {
    name,
    kind: 'http',
    layer: 'chip',
    required,
    status: status === 'unchecked' ? 'pass' : status,
    checks: status === 'unchecked' ? [] : [checkOf(status)],
    attempts: 1,
    startedMs: 0,
    durationMs: 1,
    labels: [],
    upstreams: [],
  };
}

function inFile(probes: readonly string[], until = new Date('2023-12-01')): FileWaiver {
  return { source: 'file', probes, reason: 'the bucket moves', until };
}

function onDispatch(probes: readonly string[], commit = candidate): DispatchWaiver {
  return { source: 'dispatch', probes, reason: 'repairs CHIP', candidate: commit, actor: 'octocat' };
}

function apply(
  probes: readonly ProbeResult[],
  waivers: readonly Waiver[],
  given: Partial<Parameters<typeof applyWaivers>[0]> = {},
): AppliedWaivers {
  return applyWaivers({ probes, evidenceState: 'met', waivers, now, candidate, ...given });
}

const nothing = {
  waived: new Set(),
  evidenceWaived: false,
  used: [],
  unused: [],
  expired: [],
  otherCandidate: [],
};

describe('what a waiver lets through', () => {
  it('is nothing without a waiver', () => {
    expect(apply([probe('chip', 'fail')], [], { evidenceState: 'missing' })).toEqual(nothing);
  });

  it.each(['fail', 'unknown', 'unchecked'] as const)(
    'is a required probe that it names and that is %s',
    (status) => {
      const waiver = inFile(['chip']);
      expect(apply([probe('chip', status)], [waiver])).toEqual({
        ...nothing,
        waived: new Set(['chip']),
        used: [waiver],
      });
    },
  );

  it.each([
    ['a probe that passed', probe('chip', 'pass')],
    ['a probe that warned', probe('chip', 'warn')],
    ['a failed probe that is not required', probe('chip', 'fail', false)],
    ['an unknown probe that is not required', probe('chip', 'unknown', false)],
    ['a failed probe of another name', probe('vetext', 'fail')],
    ['a failed probe whose name only begins alike', probe('chip-2', 'fail')],
  ])('is not %s: the waiver is unused', (_, result) => {
    const waiver = onDispatch(['chip']);
    expect(apply([result], [waiver])).toEqual({ ...nothing, unused: [waiver] });
  });

  it('is only what it names: what else is broken is not waived', () => {
    const probes = [probe('cdw', 'fail'), probe('chip', 'fail'), probe('vetext', 'unknown')];
    expect(apply(probes, [inFile(['chip', 'vets-api'])]).waived).toEqual(new Set(['chip']));
  });

  it('is all that it names, and a waiver is used when one of its probes would block', () => {
    const waiver = inFile(['chip', 'cdw', 'vetext']);
    const probes = [probe('chip', 'pass'), probe('cdw', 'fail'), probe('vetext', 'unknown')];
    expect(apply(probes, [waiver])).toEqual({
      ...nothing,
      waived: new Set(['cdw', 'vetext']),
      used: [waiver],
    });
  });

  it('may be stated twice: both waivers are used', () => {
    const waivers = [inFile(['chip']), onDispatch(['chip'])];
    expect(apply([probe('chip', 'fail')], waivers)).toEqual({
      ...nothing,
      waived: new Set(['chip']),
      used: waivers,
    });
  });
});

describe('the waiver of evidence', () => {
  it.each(['missing', 'unreadable'] as const)('is used when the evidence is %s', (evidenceState) => {
    const waiver = onDispatch(['evidence']);
    expect(apply([probe('chip', 'pass')], [waiver], { evidenceState })).toEqual({
      ...nothing,
      evidenceWaived: true,
      used: [waiver],
    });
  });

  it('is unused when the evidence is met', () => {
    const waiver = onDispatch(['evidence']);
    expect(apply([probe('chip', 'fail')], [waiver])).toEqual({ ...nothing, unused: [waiver] });
  });

  it('is not given by the waiver of a probe', () => {
    const found = apply([probe('chip', 'fail')], [onDispatch(['chip'])], { evidenceState: 'missing' });
    expect(found).toMatchObject({ evidenceWaived: false, waived: new Set(['chip']) });
  });

  it('does not make use of a waiver that names only a probe that passed', () => {
    const waiver = onDispatch(['chip']);
    const found = apply([probe('chip', 'pass')], [waiver], { evidenceState: 'missing' });
    expect(found).toEqual({ ...nothing, unused: [waiver] });
  });

  it('stands beside probes in one waiver, which is unused only when neither is needed', () => {
    const waiver = inFile(['chip', 'evidence']);
    expect(apply([probe('chip', 'fail')], [waiver])).toMatchObject({ evidenceWaived: false, used: [waiver] });
    expect(apply([probe('chip', 'pass')], [waiver], { evidenceState: 'missing' })).toMatchObject({
      evidenceWaived: true,
      used: [waiver],
    });
    expect(apply([probe('chip', 'pass')], [waiver])).toMatchObject({ unused: [waiver] });
  });
});

describe('the end of a waiver', () => {
  const waiver = inFile(['chip'], new Date('2023-08-15'));
  const at = (time: string) => apply([probe('chip', 'fail')], [waiver], { now: new Date(time) });

  it('is the end of its last day in UTC', () => {
    expect(at('2023-08-15T00:00:00.000Z').used).toEqual([waiver]);
    expect(at('2023-08-15T23:59:59.999Z').used).toEqual([waiver]);
    expect(at('2023-08-16T00:00:00.000Z')).toEqual({ ...nothing, expired: [waiver] });
    expect(at('2023-08-17T12:00:00.000Z')).toEqual({ ...nothing, expired: [waiver] });
  });

  it('is the end of the day also when its date has a time', () => {
    const noon = inFile(['chip'], new Date('2023-08-15T12:00:00Z'));
    const later = new Date('2023-08-15T20:00:00Z');
    expect(apply([probe('chip', 'fail')], [noon], { now: later }).used).toEqual([noon]);
  });

  it('has come when its date, or now, cannot be read', () => {
    const unreadable = new Date(Number.NaN);
    const dateless = inFile(['chip'], unreadable);
    expect(apply([probe('chip', 'fail')], [dateless])).toEqual({ ...nothing, expired: [dateless] });
    expect(apply([probe('chip', 'fail')], [waiver], { now: unreadable })).toEqual({
      ...nothing,
      expired: [waiver],
    });
  });

  it('also ends the waiver of evidence', () => {
    const ended = inFile(['evidence'], new Date('2023-08-14'));
    const found = apply([], [ended], { evidenceState: 'missing' });
    expect(found).toEqual({ ...nothing, expired: [ended] });
  });

  it('is not for a dispatch to have', () => {
    const dispatched = onDispatch(['chip']);
    const late = new Date('2033-01-01');
    expect(apply([probe('chip', 'fail')], [dispatched], { now: late }).used).toEqual([dispatched]);
  });
});

describe('the commit of a waiver', () => {
  it('is the one it was dispatched for, by its full or short name', () => {
    for (const commit of [candidate, candidate.slice(0, 7)]) {
      const waiver = onDispatch(['chip'], commit);
      expect(apply([probe('chip', 'fail')], [waiver]).used).toEqual([waiver]);
    }
  });

  it.each([otherCommit, candidate.slice(0, 6), ''])('is no other: %s', (commit) => {
    const waiver = onDispatch(['chip', 'evidence'], commit);
    const found = apply([probe('chip', 'fail')], [waiver], { evidenceState: 'missing' });
    expect(found).toEqual({ ...nothing, otherCandidate: [waiver] });
  });

  it('does not matter in the file', () => {
    const waiver = inFile(['chip']);
    const found = apply([probe('chip', 'fail')], [waiver], { candidate: otherCommit });
    expect(found.used).toEqual([waiver]);
  });
});

describe('waivers, whatever is broken', () => {
  const name = fc.constantFrom('cdw', 'chip', 'vetext', 'evidence');
  const names = fc.uniqueArray(name, { maxLength: 3 });
  const waiver: fc.Arbitrary<Waiver> = fc.oneof(
    fc.record({
      source: fc.constant('file' as const),
      probes: names,
      reason: fc.constant('known'),
      until: fc.constantFrom(new Date('2023-08-14'), new Date('2023-08-15'), new Date('2024-01-01')),
    }),
    fc.record({
      source: fc.constant('dispatch' as const),
      probes: names,
      reason: fc.constant('urgent'),
      candidate: fc.constantFrom(candidate, otherCommit),
    }),
  );
  const probes = fc
    .tuple(
      fc.constantFrom(...statuses),
      fc.constantFrom(...statuses),
      fc.constantFrom(...statuses),
      fc.boolean(),
    )
    .map(([cdw, chip, vetext, required]) => [
      probe('cdw', cdw),
      probe('chip', chip),
      probe('vetext', vetext, required),
    ]);
  const given = fc.record({
    probes,
    waivers: fc.array(waiver, { maxLength: 4 }),
    evidenceState: fc.constantFrom('met', 'missing', 'unreadable'),
  });

  it('stand each in exactly one list, in the order given', () => {
    fc.assert(
      fc.property(given, (input) => {
        const { used, unused, expired, otherCandidate } = applyWaivers({ ...input, now, candidate });
        const lists = [used, unused, expired, otherCandidate];
        expect(lists.flat()).toHaveLength(input.waivers.length);
        for (const list of lists) expect(input.waivers.filter((each) => list.includes(each))).toEqual(list);
      }),
    );
  });

  it('waive only what is named by a used waiver and would block', () => {
    fc.assert(
      fc.property(given, (input) => {
        const found = applyWaivers({ ...input, now, candidate });
        const named = new Set(found.used.flatMap((each) => each.probes));
        for (const each of input.probes) {
          const would = each.required && (each.status === 'fail' || each.status === 'unknown');
          expect(found.waived.has(each.name)).toBe(would && named.has(each.name));
        }
        expect(found.evidenceWaived).toBe(input.evidenceState !== 'met' && named.has('evidence'));
      }),
    );
  });

  it('change nothing when they do not hold', () => {
    fc.assert(
      fc.property(given, (input) => {
        const found = applyWaivers({ ...input, now, candidate });
        const again = applyWaivers({ ...input, waivers: found.used, now, candidate });
        expect(again).toEqual({ ...found, unused: [], expired: [], otherCandidate: [] });
      }),
    );
  });
});
