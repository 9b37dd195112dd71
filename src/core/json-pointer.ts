import type { JsonValue } from './plan.ts';

const arrayIndex = /^(?:0|[1-9]\d*)$/u;

/** Whether the text is a JSON Pointer (RFC 6901): empty, or `/` before each segment, `~` only as `~0` and `~1`. */
export function isJsonPointer(text: string): boolean {
  return /^(?:\/(?:[^~/]|~[01])*)*$/u.test(text);
}

/** The segments of a pointer, unescaped. */
export function pointerSegments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A pointer from segments. */
export function toPointer(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The child of a JSON value, or nothing: own properties and existing array items only. */
export function childOf(value: JsonValue | undefined, segment: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isList(value)) return arrayIndex.test(segment) ? value[Number(segment)] : undefined;
  return Object.hasOwn(value, segment) ? value[segment] : undefined;
}

/** What a pointer points at, or nothing when there is no such place. */
export function readPointer(value: JsonValue, pointer: string): JsonValue | undefined {
  return pointerSegments(pointer).reduce<JsonValue | undefined>(childOf, value);
}

/** `Array.isArray` for read-only lists. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
