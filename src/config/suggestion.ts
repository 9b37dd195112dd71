import leven from 'leven';

/** Longer words are no slips of the pen, and comparing them costs their product. */
const longest = 60;

/** A configuration may have thousands of names, and as many mistakes. */
const mostCompared = 500;
const mostListed = 50;

/** The candidate that a misspelt word most likely means, or nothing when none is near. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = normalised(word);
  if (wanted === '' || wanted.length > longest) return undefined;
  const most = Math.ceil(wanted.length / 3);
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(wanted, normalised(candidate)) }))
    .filter((entry) => entry.distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** `; did you mean "chip"?` or `.`, then the list of what exists: the end of a sentence that says what does not. */
export function whatExists(word: string, candidates: readonly string[], heading: string): string {
  const meant = candidates.length > mostCompared ? undefined : closest(word, candidates);
  const question = meant === undefined ? '.' : `; did you mean "${meant}"?`;
  const more = candidates.length - mostListed;
  const listed = [...candidates.slice(0, mostListed), ...(more > 0 ? [`and ${String(more)} more`] : [])];
  return candidates.length === 0 ? question : `${question} ${heading}: ${listed.join(', ')}`;
}

/** The start of a longer name is as good as a misspelling of it. */
function distance(wanted: string, candidate: string): number {
  return wanted.length >= 3 && candidate.startsWith(wanted) ? 1 : leven(wanted, candidate);
}

function normalised(word: string): string {
  return word.toLowerCase().replaceAll(/[_\s]/gu, '-');
}
