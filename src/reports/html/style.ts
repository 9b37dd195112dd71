import { dark, light, tones } from '../palette.ts';
import { layoutStyle } from './style-layout.ts';
import { partStyle } from './style-parts.ts';

function variables(theme: typeof light): string {
  const { ground, surface, ink, muted, line, accent } = theme;
  const plain = Object.entries({ ground, surface, ink, muted, line, accent });
  const toned = tones.flatMap((tone) => [
    [tone, theme.tones[tone][0]],
    [`${tone}-tint`, theme.tones[tone][1]],
  ]);
  return [...plain, ...toned].map(([name = '', value = '']) => `--${name}:${value}`).join(';');
}

/** What has a tone sets these two; what is inside of it uses them. */
const toneClasses = tones
  .map((tone) => `.${tone}{--tone:var(--${tone});--tint:var(--${tone}-tint)}`)
  .join('\n');

/** The style sheet of `report.html`. */
export const pageStyle = `
:root{color-scheme:light dark;${variables(light)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
${toneClasses}
${layoutStyle}
${partStyle}
`;
