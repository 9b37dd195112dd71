/** Invented runs of an invented staging, one per verdict and some more, for the eye and for the browser. */
import type { Exchange } from '../src/core/exchange.ts';
import type { FaultCode } from '../src/core/fault-codes.ts';
import { faultyCheck } from '../src/core/faults.ts';
import type { Check, Layer, Mode, Owner, ProbeResult } from '../src/core/model.ts';
import type { RequirementProgress } from '../src/core/evidence-policy.ts';
import { buildReport, type Report, type ReportInput } from '../src/core/report.ts';
import { hourMs } from '../src/core/spans.ts';
import { applyWaivers, type Waiver } from '../src/core/waivers.ts';
import { worst } from '../src/core/worst.ts';

export const sampleNow = new Date('2023-08-15T12:10:00Z');
export const sampleCandidate = '4f2a91c0'.repeat(5);

const owners: Readonly<Record<string, Owner>> = {
  cdw: {
    team: 'Sample data team',
    contact: '@sample-org/data',
    runbook: 'https://runbooks.example/staging/cdw?table=demographics&step=1',
  },
  chip: { team: 'Sample check-in team', contact: '#sample-check-in' },
  'vets-api': { team: 'Sample API team', runbook: 'https://runbooks.example/vets-api' },
};

interface Run {
  readonly layer: Layer;
  readonly upstreams: readonly Layer[];
  readonly startedMs: number;
  readonly durationMs: number;
  readonly checks: readonly string[];
  readonly kind?: string;
}

const runs: readonly Run[] = [
  {
    layer: 'cdw',
    upstreams: [],
    startedMs: 12,
    durationMs: 640,
    checks: [
      'connection',
      'dflt.sample_person.icn',
      'dflt.sample_person.sta3n',
      'dflt.sample_person.dob',
      'dflt.sample_person rows',
      'dflt.sample_person freshness',
    ],
  },
  {
    layer: 'vista-api',
    upstreams: ['vista'],
    startedMs: 14,
    durationMs: 1480,
    checks: ['token', 'appointments of the synthetic patient'],
  },
  {
    layer: 'vetext',
    upstreams: ['cdw', 'vista-api'],
    startedMs: 15,
    durationMs: 910,
    checks: ['health', 'payload: dateOfBirth', 'payload: lastName', 'payload: zip'],
  },
  {
    layer: 'lorota',
    upstreams: [],
    startedMs: 16,
    durationMs: 350,
    checks: ['health', 'token'],
  },
  {
    layer: 'chip',
    upstreams: ['lorota', 'vista-api'],
    startedMs: 655,
    durationMs: 720,
    checks: ['token', 'status of an unknown record'],
  },
  {
    layer: 'vets-api',
    upstreams: ['chip', 'lorota'],
    startedMs: 930,
    durationMs: 540,
    checks: ['health', 'session of an unknown record', 'maintenance windows'],
  },
  { layer: 'vets-website', upstreams: [], startedMs: 1380, durationMs: 260, checks: ['page', 'bundle'] },
  {
    layer: 'check-in',
    kind: 'check-in',
    upstreams: ['cdw', 'vista', 'vista-api', 'vetext', 'lorota', 'chip', 'vets-api'],
    startedMs: 1500,
    durationMs: 2650,
    checks: [
      'time of the appointment',
      'insurance verification',
      'check-in is started',
      'the record is found',
      'the answers verify the patient',
    ],
  },
];

interface Broken {
  readonly layer: Layer;
  readonly check: string;
  readonly code: FaultCode;
  readonly expected: string;
  readonly observed: string;
  /** The layer that the check speaks of, where it is another. */
  readonly about?: Layer;
  readonly until?: string;
}

/** The probes of a run in which these checks do not pass. */
function probesWith(faults: readonly Broken[], exchange?: Exchange): ProbeResult[] {
  return runs.map(({ layer, checks: names, kind = layer, ...run }) => {
    const told = exchange === undefined ? {} : { exchange };
    const checks = names.map((name, index): Check => {
      const fault = faults.find((each) => each.layer === layer && each.check === name);
      const facts = { name, layer: fault?.about ?? layer, durationMs: 40 + 35 * index, ...told };
      return fault === undefined ? { ...facts, status: 'pass' } : faultyCheck(facts, fault);
    });
    return {
      ...run,
      name: layer,
      kind,
      layer,
      checks,
      required: layer !== 'vets-website',
      status: worst(checks.map(({ status }) => status)),
      attempts: 1,
      labels: [],
      owner: owners[layer],
    };
  });
}

const columnMissing: readonly Broken[] = [
  {
    layer: 'cdw',
    check: 'dflt.sample_person.dob',
    code: 'COLUMN_MISSING',
    expected: 'date not null',
    observed: 'no such column',
  },
  {
    layer: 'vetext',
    check: 'payload: dateOfBirth',
    code: 'BODY_MISMATCH',
    expected: 'a string at /dateOfBirth',
    observed: 'nothing at /dateOfBirth',
  },
  {
    layer: 'check-in',
    check: 'the answers verify the patient',
    code: 'IDENTITY_REFUSED',
    expected: 'status 200',
    observed: 'status 401',
    about: 'lorota',
  },
  {
    layer: 'chip',
    check: 'token',
    code: 'SLOW',
    expected: 'an answer within 500 ms',
    observed: 'an answer after 612 ms',
  },
];

const credentialRefused: readonly Broken[] = [
  {
    layer: 'chip',
    check: 'token',
    code: 'CREDENTIAL_REFUSED',
    expected: 'status 200',
    observed: 'status 401',
  },
];

const maintenance: readonly Broken[] = [
  {
    layer: 'vets-api',
    check: 'maintenance windows',
    code: 'MAINTENANCE',
    expected: 'no maintenance window now',
    observed: 'a window that is open',
    until: '2023-08-15T14:00:00Z',
  },
];

const requirements: readonly RequirementProgress[] = [
  {
    type: 'passes',
    probe: 'check-in',
    passes: 3,
    spanningMs: hourMs,
    passed: 1,
    spannedMs: 0,
    met: false,
    text: 'check-in went green with 4f2a91c live in 1 of 3 runs; 2 more, spanning 1 h',
  },
  {
    type: 'healthy-for',
    healthyForMs: 4 * hourMs,
    maxGapMs: 45 * 60_000,
    healthyMs: 2.9 * hourMs,
    met: false,
    text: 'staging was seen healthy with 4f2a91c live for 2 h 54 min of 4 h; 1 h 6 min more, sampled at least every 45 min',
  },
  {
    type: 'check',
    check: 'Sample system tests',
    result: 'success',
    met: true,
    text: 'Sample system tests succeeded on 4f2a91c',
  },
];

const missing = requirements.filter(({ met }) => !met).map(({ text }) => text);
const noEvidence = { state: 'met', missing: [], requirements: [], damaged: 0 } as const;

const exchange: Exchange = {
  dnsMs: 3,
  connectMs: 11,
  tlsMs: 24,
  firstByteMs: 118,
  totalMs: 121,
  address: '192.0.2.17:443',
  server: 'sample-server/1.0',
  certificate: { subject: 'staging.example', issuer: 'Sample CA', daysLeft: 61 },
  shape: '{ status: string, items: [{ id: number, name: string }, …] }',
};

interface Scene {
  readonly faults?: readonly Broken[];
  readonly evidence?: ReportInput['evidence'];
  readonly waivers?: readonly Waiver[];
  readonly mode?: Mode;
  readonly exchange?: Exchange;
}

const scenes = {
  ready: {},
  'not-ready': { faults: columnMissing },
  inconclusive: { faults: credentialRefused },
  untested: { evidence: { state: 'missing', missing, requirements, damaged: 1 } },
  maintenance: { faults: maintenance },
  waived: {
    faults: columnMissing,
    waivers: [
      {
        source: 'dispatch',
        probes: ['cdw', 'vetext', 'check-in'],
        reason: 'SAMPLE-12: the table is repaired tonight',
        candidate: sampleCandidate,
        actor: 'sample-engineer',
      },
      {
        source: 'file',
        probes: ['vets-website'],
        reason: 'SAMPLE-7: the bucket moves',
        until: new Date('2023-08-31T00:00:00Z'),
      },
    ],
  },
  diagnose: { faults: columnMissing, mode: 'diagnose', exchange },
} as const satisfies Record<string, Scene>;

export type SampleName = keyof typeof scenes;

export const sampleNames = Object.keys(scenes) as readonly SampleName[];

/** The report of one of the sample runs. */
export function sampleReport(name: SampleName): Report {
  const scene: Scene = scenes[name];
  const probes = probesWith(scene.faults ?? [], scene.exchange);
  const evidence = scene.evidence ?? noEvidence;
  const waivers = applyWaivers({
    probes,
    evidenceState: evidence.state,
    waivers: scene.waivers ?? [],
    now: sampleNow,
    candidate: sampleCandidate,
  });
  return buildReport({
    probes,
    evidence,
    waivers,
    refusedWaivers: [],
    enforce: true,
    environment: 'staging',
    mode: scene.mode ?? 'monitor',
    candidate: sampleCandidate,
    live: sampleCandidate,
    startedAt: new Date(sampleNow.getTime() - 5000),
    durationMs: 4210,
    runUrl: 'https://github.example/sample-org/sample-app/actions/runs/1',
  });
}
