/**
 * The building blocks of every kind's settings: each takes what a user may write and gives what the
 * code wants. The message of an issue is what was expected, as a noun phrase ("a whole number of at
 * least 1"): the loader puts the place, the key and "expected" before it. It never holds a value.
 */
export { asSentence, meta, type FieldMeta } from './field.ts';
export { contract, contractFile, maskableJson, pattern, pointer } from './json-fields.ts';
export { count, day, duration, flag, parseDuration, timeOfDay } from './number-fields.ts';
export {
  address,
  choice,
  httpUrl,
  maskable,
  path,
  personal,
  probeName,
  secret,
  station,
  text,
} from './text-fields.ts';
