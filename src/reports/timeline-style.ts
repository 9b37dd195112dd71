import { dark, light, tones } from './palette.ts';

/** The style sheet of a timeline; it reaches no further than such pictures. */
export function timelineStyle(): string {
  const scope = '.shg-timeline';
  return [
    `${scope} text{font:12.5px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}`,
    `${scope} .tick,${scope} .axis text{font-size:11px}`,
    `${scope} .middle{text-anchor:middle}`,
    `${scope} .end,${scope} .now{text-anchor:end}`,
    `${scope} .now{font-weight:600}`,
    themed(scope, light),
    `@media (prefers-color-scheme:dark){${themed(scope, dark)}}`,
  ].join('');
}

function themed(scope: string, theme: typeof light): string {
  const rule = (selector: string, property: string, value: string) =>
    `${scope} ${selector}{${property}:${value}}`;
  return [
    rule('.name', 'fill', theme.ink),
    rule('.tick', 'fill', theme.muted),
    rule('.axis', 'fill', theme.muted),
    rule('.grid', 'stroke', theme.line),
    ...tones.map((tone) => rule(`.now.${tone}`, 'fill', theme.tones[tone][0])),
    rule('.healthy', 'fill', theme.tones.good[0]),
    rule('.broken', 'fill', theme.tones.bad[0]),
    rule('.maintenance', 'fill', theme.tones.maintenance[0]),
    rule('.no-data', 'fill', theme.muted),
    rule('.hatch', 'fill', theme.tones.bad[1]),
    rule('.tint', 'fill', `${theme.tones.maintenance[0]}55`),
  ].join('');
}
