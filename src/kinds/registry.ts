import type { Kind } from './kind.ts';
import * as exported from './index.ts';

/** A kind that is exported under another name than its own does not compile. */
type NamedRight<Kinds> = { readonly [Name in keyof Kinds]: { readonly kind: Name } };

const checked: NamedRight<typeof exported> = exported;

/** Every kind by the name that users write. */
export const kinds = checked as unknown as Readonly<Record<string, Kind>>;
