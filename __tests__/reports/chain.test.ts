import { describe, expect, it } from 'vitest';

import { chainLayers } from '../../src/core/model.ts';
import { chainEdges, layerStates, renderChain } from '../../src/reports/chain.ts';
import { failing, failingProbe, probeResult, reportOn } from '../support/findings.ts';

const healthy = reportOn(chainLayers.map((layer) => probeResult({ layer })));
const incident = reportOn([
  failingProbe('cdw', 'COLUMN_MISSING', { upstreams: [] }),
  failingProbe('vetext', 'HTTP_STATUS', { upstreams: ['cdw'] }),
  probeResult({ layer: 'chip', checks: [failing('SLOW', { layer: 'chip' })] }),
  failingProbe('vets-api', 'SECRET_MISSING', { upstreams: [] }),
]);

describe('the states of the layers', () => {
  it('are those of the probes, blocked where an upstream explains the failure', () => {
    expect(Object.fromEntries(layerStates(incident))).toEqual({
      cdw: 'fail',
      vista: 'not-probed',
      'vista-api': 'not-probed',
      vetext: 'blocked',
      lorota: 'not-probed',
      chip: 'warn',
      'vets-api': 'unknown',
      'vets-website': 'not-probed',
    });
  });

  it('are the worst of several probes of a layer, whatever their order', () => {
    const probes = [
      failingProbe('chip', 'HTTP_STATUS', { name: 'a' }),
      probeResult({ layer: 'chip', name: 'b' }),
    ];
    for (const order of [probes, probes.toReversed()])
      expect(layerStates(reportOn(order)).get('chip')).toBe('fail');
  });

  it('show a layer as failed that has no probe and that another one blames', () => {
    const blaming = probeResult({
      layer: 'vista-api',
      checks: [failing('HTTP_STATUS', { layer: 'vista', asked: 'vista-api' })],
    });
    expect(layerStates(reportOn([blaming])).get('vista')).toBe('fail');
  });

  it('do not show a layer as failed of which a step was merely not run', () => {
    const skipped = probeResult({ layer: 'vets-api', checks: [failing('NOT_RUN', { layer: 'lorota' })] });
    expect(layerStates(reportOn([skipped])).get('lorota')).toBe('not-probed');
  });

  it('include layers that users named, after the chain', () => {
    const states = layerStates(reportOn([probeResult({ layer: 'payments' })]));
    expect([...states.keys()]).toEqual([...chainLayers, 'payments']);
  });
});

describe('the drawing', () => {
  it('has a node per layer with its mark, an arrow per call, and the colours that are used', () => {
    const lines = renderChain(incident).split('\n');
    expect(lines.slice(0, 2)).toEqual(['```mermaid', 'graph LR']);
    expect(lines.at(-1)).toBe('```');
    expect(lines).toContain('  l0["❌ cdw"]:::s-fail');
    expect(lines).toContain('  l3["⛔ vetext"]:::s-blocked');
    expect(lines).toContain('  l1["· vista"]:::s-not-probed');
    expect(lines).toContain('  l0 --> l3');
    expect(lines.filter((line) => line.includes('-->'))).toHaveLength(chainEdges.length);
    const classes = lines.filter((line) => line.includes('classDef')).map((line) => line.split(' ')[3]);
    expect(classes.toSorted()).toEqual(['s-blocked', 's-fail', 's-not-probed', 's-unknown', 's-warn']);
  });

  it('uses one colour when all is well', () => {
    expect(renderChain(healthy).match(/classDef/gu)).toHaveLength(1);
  });

  it('draws the arrows between layers of the chain only', () => {
    for (const layer of chainEdges.flat()) expect(chainLayers).toContain(layer);
  });

  it('cannot be broken by the name of a layer', () => {
    const evil = 'a"]; click l0 "javascript:x" %%\n```\n# b';
    const drawn = renderChain(reportOn([probeResult({ layer: evil })]));
    expect(drawn.match(/```/gu)).toHaveLength(2);
    expect(drawn.split('\n').filter((line) => line.includes('click'))).toEqual([
      expect.stringMatching(/^ {2}l8\["✅ a[\p{L}\p{N} ._…-]*"\]:::s-pass$/u),
    ]);
  });

  it('stays small: sixty layers, and how many more there are', () => {
    const probes = Array.from({ length: 70 }, (_, index) =>
      probeResult({ layer: `${'x'.repeat(80)}-${String(index)}` }),
    );
    const drawn = renderChain(reportOn(probes));
    expect(drawn.match(/:::s-/gu)).toHaveLength(60);
    expect(drawn).toContain('  rest["and 18 more layers"]');
    expect(drawn.length).toBeLessThan(10_000);
    expect(renderChain(healthy)).not.toContain('rest[');
  });
});
