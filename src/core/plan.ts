/**
 * What a kind hands to an engine: plain data, made before anything is sent. The engines
 * (`src/probes`) do the I/O; kinds never do.
 */
import type { Secret, Text } from '../secrets.ts';

import type { FaultCode } from './fault-codes.ts';
import type { Fault, Layer } from './model.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A JSON Schema 2020-12 document, compiled by ajv in strict mode. */
export type JsonSchema = boolean | { readonly [key: string]: JsonValue };

/** JSON whose strings may be secret. `{{name}}` in a string is replaced by a variable or a capture. */
export type BodyTemplate =
  Text | number | boolean | null | readonly BodyTemplate[] | { readonly [key: string]: BodyTemplate };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** Absolute. `{{name}}` is replaced, percent-encoded, by a variable or a capture. */
  readonly url: Text;
  /** `{{name}}` is replaced as it is. */
  readonly headers?: Readonly<Record<string, Text>>;
  /** Sent as JSON. */
  readonly json?: BodyTemplate;
}

/** What an answer must be. All that is given must hold. */
export interface Expectation {
  readonly status: readonly number[];
  /** Header name → regular expression (`u` flag) that its value must match. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body must be JSON that satisfies this contract. */
  readonly json?: JsonSchema;
  /** The body must be text that matches this regular expression (`u` flag). */
  readonly text?: string;
}

/** An answer that is wrong in a way we know: it gets a name of its own instead of "unexpected status". */
export interface KnownAnswer {
  readonly when: Partial<Expectation>;
  readonly code: FaultCode;
  /** The layer to blame; by default the step's own. */
  readonly layer?: Layer;
  /** What was seen, in our words. */
  readonly observed: string;
  readonly hint?: string;
  /** JSON Pointer to an ISO 8601 time in the answer: the end of a maintenance window. */
  readonly untilAt?: string;
}

/** A further check on the body of an answer that met its step's expectation; reported by its own name. */
export interface BodyCheck {
  readonly name: string;
  /** The contract; `true` where only `inspect` judges. */
  readonly json: JsonSchema;
  /** Judges what no contract can say. Pure; its fault carries no value of the body but a time that it parsed. */
  readonly inspect?: (body: JsonValue) => Fault | undefined;
  /** What a pass does not prove; shown beside it. */
  readonly note?: string;
  /** By default `BODY_MISMATCH`. */
  readonly code?: FaultCode;
  readonly layer?: Layer;
  /** What was expected, in our words; by default derived from the contract. */
  readonly expected?: string;
  readonly independent?: boolean;
}

export interface Capture {
  /** JSON Pointer (RFC 6901) into the body of the answer. */
  readonly pointer: string;
  /** Where it stands in this very body, when that depends on what else the body holds; instead of `pointer`. */
  readonly choose?: (body: JsonValue) => string;
  /** The captured value is masked from then on. */
  readonly secret?: boolean;
}

export interface HttpStep {
  /** The name of its check. */
  readonly name: string;
  /** The layer that a failure implicates; by default the probe's. */
  readonly layer?: Layer;
  readonly request: HttpRequest;
  readonly expect: Expectation;
  /** Tried in order, before the default reading of an unexpected answer. */
  readonly known?: readonly KnownAnswer[];
  readonly checks?: readonly BodyCheck[];
  readonly capture?: Readonly<Record<string, Capture>>;
  /** `transient` (default): network faults, 429, 502, 503 and 504 are tried again. `never`: exactly one request. */
  readonly retry?: 'never' | 'transient';
  /** An upstream layer cannot be the reason for a failure of this step. */
  readonly independent?: boolean;
  /** Said instead of the code's own hint. */
  readonly hints?: Partial<Readonly<Record<FaultCode, string>>>;
  /**
   * It creates what an `always` step must remove: once sent, its answer is awaited even after an abort
   * (within the clean-up's grace), so that the clean-up knows what there is to remove.
   */
  readonly creates?: boolean;
  /** A 401 or 403 means that the credential was refused (default true). */
  readonly credential?: boolean;
  /** Runs although an earlier step failed, the deadline passed or the run was cancelled: clean-up. */
  readonly always?: boolean;
  /** Runs only when these variables or captures exist; an `always` step is then skipped silently. */
  readonly needs?: readonly string[];
  readonly timeoutMs?: number;
  /** How many redirects to follow; default 0. */
  readonly redirects?: number;
  /** Default 1 MiB. */
  readonly maxBodyBytes?: number;
}

export interface HttpPlan {
  readonly engine: 'http-steps';
  /** Known before the first request; steps use them as `{{name}}`. */
  readonly variables?: Readonly<Record<string, Text>>;
  /** By default steps run one after the other and stop at the first failure; `true` runs all of them at once. */
  readonly parallel?: boolean;
  readonly steps: readonly HttpStep[];
}

export interface ColumnContract {
  /** As written by the user, for messages. */
  readonly type: string;
  readonly notNull: boolean;
}

export type ScalarValue = string | number | boolean | null;

export interface TableContract {
  /** Case-sensitive names as the database stores them. */
  readonly schema: string;
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnContract>>;
  readonly rows?: { readonly atLeast: number; readonly where?: Readonly<Record<string, ScalarValue>> };
  /** The newest value of the column must be at most this old, by the database's clock. */
  readonly freshness?: { readonly column: string; readonly maxAgeMs: number };
}

export interface TablePlan {
  readonly engine: 'table-contract';
  /** The scheme of the URL selects the driver. */
  readonly url: Secret;
  readonly tables: readonly TableContract[];
}

export type Plan = HttpPlan | TablePlan;
