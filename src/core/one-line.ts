/**
 * The text on one line, without control characters: it can neither start a line of its own in a
 * log nor turn the direction of writing around.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .toWellFormed()
    .trim();
}

/** The text with at most `most` UTF-16 units, the last of them an ellipsis where something was cut. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`.toWellFormed();
}
