/** A full SHA-1, or an abbreviation of it that git itself would print: at least 7 hex digits. */
const commitForm = /^[0-9a-f]{7,40}$/iu;

/**
 * Whether two names stand for one commit: equal, or the shorter is the beginning of the longer.
 * Anything that is no commit hash of 7 to 40 hex digits (a branch, nothing at all) matches nothing.
 */
export function isSameCommit(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (!commitForm.test(one) || !commitForm.test(other)) return false;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a.startsWith(b) || b.startsWith(a);
}

/** `isSameCommit` with one commit, for long lists in which few commits recur: each is compared once. */
export function commitMatcher(commit: string): (other: string | undefined) => boolean {
  const known = new Map<string | undefined, boolean>();
  return (other) => {
    let same = known.get(other);
    if (same === undefined) known.set(other, (same = isSameCommit(commit, other)));
    return same;
  };
}

/** A commit as people read it: its first 7 digits. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** Whether it is a whole SHA-1, in lower case. */
export function isFullCommit(commit: string): boolean {
  return /^[0-9a-f]{40}$/u.test(commit);
}
