/** What the figures are written to: a page and a picture. */
import type { GrowthPoint } from './growth.ts';
import type { Size } from './size-work.ts';
import { shown, type Figures } from './statistics.ts';
import type { Result } from './work.ts';

export interface Results {
  readonly results: readonly Result[];
  readonly growth: readonly GrowthPoint[];
  readonly isGrowthLinear: boolean;
  readonly sizes: readonly Size[];
}

function range({ min, median, max }: Figures): string {
  return `${shown(median)} (${shown(min)} to ${shown(max)})`;
}

function mark(isMet: boolean): string {
  return isMet ? 'met' : '**missed**';
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

const furtherFigures: Readonly<Record<string, string>> = {
  peakMiB: 'peak memory, MiB',
  waitOnMs: 'wait-on for the same addresses, ms',
  wholeMs: 'the whole process, configuration included, ms',
};

/** Why a target is missed, and where to read what was tried. */
function missedSection(results: readonly Result[]): string {
  const missed = results.filter(({ isMet }) => !isMet);
  if (missed.length === 0) return '';
  const reasons = missed.map(({ title, profile = 'No profile yet.' }) => `- **${title}.** ${profile}`);
  return `
## What is missed, and why

${reasons.join('\n')}

What was tried, and what each step gave, stands in [a record of its own](adr/0009-what-every-run-pays.md).
`;
}

/** docs/performance.md. Ratios hold for the machine of the run; times are there to make them readable. */
export function performancePage({ results, growth, isGrowthLinear, sizes }: Results): string {
  return `# Performance

Written by \`npm run bench\`. Each figure is a median with its range, measured in turn with its reference, in one run on one
machine; ratios travel, milliseconds do not. \`npm run bench -- --check\` fails where a target is missed. Nothing here
decides a test.

${row(['Work', 'Reference', 'Ratio', 'Gate, ms', 'Reference, ms', 'Target', ''])}
${row(['---', '---', '---', '---', '---', '---', '---'])}
${results
  .map((result) =>
    row([
      result.title,
      result.reference,
      range(result.ratio),
      range(result.gateMs),
      range(result.referenceMs),
      result.target,
      mark(result.isMet),
    ]),
  )
  .join('\n')}

${row(['Work', 'Further figure', 'Value'])}
${row(['---', '---', '---'])}
${results
  .flatMap(({ title, extra }) =>
    Object.entries(extra).map(([name, figures]) =>
      row([title, furtherFigures[name] ?? name, range(figures)]),
    ),
  )
  .join('\n')}
${missedSection(results)}

## Size

${row(['What', 'Bytes', 'Limit', ''])}
${row(['---', '---', '---', '---'])}
${sizes
  .map(({ title, bytes, limitBytes }) =>
    row([title, bytes.toLocaleString('en'), limitBytes.toLocaleString('en'), mark(bytes <= limitBytes)]),
  )
  .join('\n')}

## Growth: ${mark(isGrowthLinear)}

![Time and memory by the number of probes](../bench/scaling.svg)

${row(['Probes', 'Wall, ms', 'Peak memory, MiB'])}
${row(['---', '---', '---'])}
${growth.map(({ probes, wallMs, peakMiB }) => row([String(probes), range(wallMs), range(peakMiB)])).join('\n')}
`;
}

const frame = { width: 640, height: 320, left: 70, right: 20, top: 30, bottom: 50 } as const;

/** Time by the number of probes, both on a logarithmic scale: linear growth is a line of slope one. */
export function drawScaling(growth: readonly GrowthPoint[]): string {
  const logs = growth.map(({ probes, wallMs }) => ({ x: Math.log10(probes), y: Math.log10(wallMs.median) }));
  const [minX, maxX] = [Math.min(...logs.map(({ x }) => x)), Math.max(...logs.map(({ x }) => x))];
  const [minY, maxY] = [
    Math.floor(Math.min(...logs.map(({ y }) => y))),
    Math.ceil(Math.max(...logs.map(({ y }) => y))),
  ];
  const x = (value: number) =>
    frame.left + ((value - minX) / (maxX - minX || 1)) * (frame.width - frame.left - frame.right);
  const y = (value: number) =>
    frame.height -
    frame.bottom -
    ((value - minY) / (maxY - minY || 1)) * (frame.height - frame.top - frame.bottom);
  const path = logs.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ');
  const labels = growth.map(({ probes, wallMs }, index) => {
    const point = logs[index] ?? { x: 0, y: 0 };
    const at = `x="${x(point.x).toFixed(1)}"`;
    return [
      `<circle cx="${x(point.x).toFixed(1)}" cy="${y(point.y).toFixed(1)}" r="4"/>`,
      `<text ${at} y="${String(frame.height - 25)}" text-anchor="middle">${probes.toLocaleString('en')}</text>`,
      `<text ${at} y="${(y(point.y) - 10).toFixed(1)}" text-anchor="middle">${shown(wallMs.median)} ms</text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(frame.width)} ${String(frame.height)}" role="img" aria-label="Wall time by number of probes">
<style>text{font:12px system-ui,sans-serif;fill:#57606a}polyline{fill:none;stroke:#0969da;stroke-width:2}circle{fill:#0969da}@media(prefers-color-scheme:dark){text{fill:#9198a1}polyline{stroke:#4493f8}circle{fill:#4493f8}}</style>
<text x="${String(frame.left)}" y="18">Wall time by number of probes, both logarithmic</text>
<polyline points="${path}"/>
${labels.join('\n')}
<text x="${String(frame.width / 2)}" y="${String(frame.height - 6)}" text-anchor="middle">probes</text>
</svg>
`;
}
