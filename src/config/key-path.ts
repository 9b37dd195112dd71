/** Where a value stands: the keys and list positions that lead to it. */
export type KeyPath = readonly PropertyKey[];

const longestShown = 60;

/** `probes.cdw.tables["dflt.patients"].columns`, `depends-on[0]`. One line, whatever the keys hold. */
export function showPath(path: KeyPath): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${String(segment)}]`;
      const key = String(segment);
      if (!/^[\w-]+$/u.test(key) || key.length > longestShown) return `[${quoted(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

/** A word of the user's, in quotes, on one line and not too long. */
export function quoted(word: string): string {
  const shown = word.length > longestShown ? `${word.slice(0, longestShown)}…` : word;
  // JSON escapes what ends a line, but not the separators that some viewers take for one.
  return JSON.stringify(shown).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/gu, '?');
}

/** Whether `path` is `ancestor`, or lies below it. */
export function isWithin(path: KeyPath, ancestor: KeyPath): boolean {
  return ancestor.every((segment, index) => String(segment) === String(path[index]));
}
