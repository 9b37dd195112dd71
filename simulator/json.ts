/** The members of a JSON object whose form nobody vouches for. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of an object; none for anything else. */
export function asMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** The members of the object that this text is; none for anything else. */
export function parseMembers(text: string): Members {
  try {
    return asMembers(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The text of a member that is text or a number; empty for anything else. */
export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
