/** How wide a text is in a terminal. */

/** Taken for two columns: rather one too many than a line that wraps. */
const wide =
  /^[\p{Extended_Pictographic}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const nothing = /^[\p{Mn}\p{Me}\p{Cf}\p{Variation_Selector}]+$/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function widthOfCluster(cluster: string): number {
  if (nothing.test(cluster)) return 0;
  return wide.test(cluster) ? 2 : 1;
}

/** Columns that the text takes, without escape sequences in it. */
export function widthOf(text: string): number {
  return [...segmenter.segment(text)].reduce((sum, { segment }) => sum + widthOfCluster(segment), 0);
}

/** The text in at most `columns`, with an ellipsis where something was cut. */
export function cutToWidth(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += widthOfCluster(segment);
    if (width > columns - 1) break;
    cut += segment;
  }
  return columns < 1 ? '' : `${cut}…`;
}
