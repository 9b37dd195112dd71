import type { LayerState } from '../chain.ts';
import type { Tone } from '../palette.ts';
import { markup, ownMarkup, type Markup } from '../markup.ts';

/** How something is shown: the state of a layer, and what only some layers or verdicts are. */
export type Look = LayerState | 'maintenance' | 'untested';

export const lookTones: Readonly<Record<Look, Tone>> = {
  pass: 'good',
  warn: 'warn',
  unknown: 'quiet',
  fail: 'bad',
  blocked: 'blocked',
  maintenance: 'maintenance',
  untested: 'untested',
  'not-probed': 'quiet',
};

export const lookWords: Readonly<Record<Look, string>> = {
  pass: 'passes',
  warn: 'warns',
  unknown: 'unknown',
  fail: 'broken',
  blocked: 'blocked',
  maintenance: 'maintenance',
  untested: 'untested',
  'not-probed': 'not probed',
};

/** A filled shape of its own for each look, and in it, cut out, a glyph. In a box of 16 by 16. */
const shapes: Readonly<Record<Look, string>> = {
  pass: '<circle cx="8" cy="8" r="7.5"/><path class="cut" d="M4.6 8.3 7 10.7l4.5-5"/>',
  warn: '<path d="M8 .8 15.6 14.6a.6.6 0 0 1-.5.9H.9a.6.6 0 0 1-.5-.9z"/><path class="cut" d="M8 6v4.2M8 12.6v.2"/>',
  unknown:
    '<rect x="1" y="1" width="14" height="14" rx="4"/><path class="cut" d="M5.8 6.1a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M8 12v.1"/>',
  fail: '<path d="M4.8.5h6.4l4.3 4.3v6.4l-4.3 4.3H4.8L.5 11.2V4.8z"/><path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>',
  blocked: '<circle cx="8" cy="8" r="7.5"/><path class="cut" d="M4.2 8h7.6"/>',
  maintenance: '<rect x=".5" y=".5" width="15" height="15" rx="7.5"/><path class="cut" d="M6 5v6M10 5v6"/>',
  untested: '<path d="M8 .4 15.6 8 8 15.6.4 8z"/><path class="cut" d="M8 4.6v4M8 11.2v.2"/>',
  'not-probed': '<circle class="hollow" cx="8" cy="8" r="6.5"/>',
};

/** An icon beside words that say the same: those who hear the page miss nothing. */
export function icon(look: Look): Markup {
  return markup`<svg class="icon ${lookTones[look]}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${ownMarkup(shapes[look])}</svg>`;
}

/** The same shape inside of another picture. */
export function iconShape(look: Look, x: number, y: number): Markup {
  return markup`<g class="icon ${lookTones[look]}" transform="translate(${x} ${y})">${ownMarkup(shapes[look])}</g>`;
}
