import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';

import { EnvValue, type Environment } from './env-value.ts';
import type { KeyPath } from './key-path.ts';
import type { Position, SourceNode, SourceProblem } from './source.ts';

/** Against a bomb of aliases. */
const mostValues = 200_000;

/** Levels of nesting, aliases followed: more than a person writes, less than exhausts the stack. */
export const deepest = 40;

const noChildren: ReadonlyMap<string, SourceNode> = new Map();

interface Tree {
  readonly root: SourceNode;
  readonly problems: readonly SourceProblem[];
  /** The limit that ended the reading: nothing more can be said then. */
  readonly limit: SourceProblem | undefined;
}

type Read = (node: Node | null, path: KeyPath, keyOffset?: number) => SourceNode;

/** What a node gives besides the places that its reader knows. */
type Content = Pick<SourceNode, 'value' | 'children'>;

interface ReaderState {
  readonly env: Environment;
  readonly positionAt: (offset: number) => Position;
  readonly read: Read;
  readonly tell: (offset: number, path: KeyPath, message: string, isUnreadable?: boolean) => void;
}

/** Turns the parser's nodes into plain data with places: aliases and merge keys followed, variables recognised. */
export function readTree(
  contents: Node | null,
  env: Environment,
  positionAt: (offset: number) => Position,
): Tree {
  const targets = anchorsOf(contents);
  const problems = new Map<number, SourceProblem>();
  const active = new Set<Node>();
  let values = 0;
  let limit: SourceProblem | undefined;

  // An anchor that is used twice is read twice; what is wrong with it is told once.
  const tell: ReaderState['tell'] = (offset, path, message, isUnreadable = false) => {
    if (!problems.has(offset)) problems.set(offset, { offset, path, message, isUnreadable });
  };

  const read: Read = (node, path, keyOffset) => {
    const offset = node?.range?.[0] ?? keyOffset ?? 0;
    const nothing = { value: null, offset, keyOffset, children: noChildren };
    if (limit !== undefined) return nothing;
    const target = isAlias(node) ? targets.get(node) : node;
    values += 1;
    if (values > mostValues || active.size > deepest) {
      const most = values > mostValues ? `${String(mostValues)} values` : `${String(deepest)} levels`;
      limit = { offset, path, message: `expected at most ${most}, counting what an alias repeats` };
      return nothing;
    }
    if (target === undefined || (target !== null && active.has(target))) {
      const message = 'expected the name of an anchor (&name) that stands before this alias';
      tell(offset, path, message, true);
      return nothing;
    }
    if (target === null) return nothing;
    active.add(target);
    const content = contentOf(target, path, state);
    active.delete(target);
    return { ...content, offset, keyOffset };
  };

  const state: ReaderState = { env, positionAt, read, tell };
  const root = read(contents, []);
  return { root, problems: [...problems.values()], limit };
}

/** What each alias stands for: the last node before it that carries its anchor. */
function anchorsOf(contents: Node | null): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const visit = (node: Node | null, depth: number) => {
    if (node === null || depth > deepest) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
      return;
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap<Scalar, Node | null>(node)) for (const { value } of node.items) visit(value, depth + 1);
    if (isSeq<Node>(node)) for (const item of node.items) visit(item, depth + 1);
  };
  visit(contents, 0);
  return targets;
}

function contentOf(node: Node, path: KeyPath, state: ReaderState): Content {
  if (isMap<Scalar, Node | null>(node)) return mapContent(node, path, state);
  if (isSeq<Node>(node)) {
    const items = node.items.map((item, index) => state.read(item, [...path, index]));
    const children = new Map(items.map((item, index) => [String(index), item]));
    return { value: items.map(({ value }) => value), children };
  }
  return { value: isScalar(node) ? scalarValue(node, path, state) : null, children: noChildren };
}

function scalarValue(scalar: Scalar, path: KeyPath, { env, tell }: ReaderState): unknown {
  const { value, source = '' } = scalar;
  if (typeof value === 'boolean' || value === null) return value;
  // `0530`, `657E4` and `+15550100` are text to whoever writes them: only what prints back is a number.
  if (typeof value === 'number' && String(value) === source) return value;
  const text = typeof value === 'string' ? value : source;
  if (EnvValue.withoutVariables(text).includes('${'))
    tell(scalar.range?.[0] ?? 0, path, variableSlip(text), true);
  return EnvValue.isTemplate(text) ? new EnvValue(text, env) : text;
}

function variableSlip(text: string): string {
  return text.includes('${{')
    ? 'expected ${NAME}: GitHub fills in no ${{ … }} in this file; pass the value in the `env:` of the step'
    : 'expected a name and a closing brace after each ${, as in ${NAME}: letters, digits and _ only';
}

function mapContent(map: YAMLMap<Scalar, Node | null>, path: KeyPath, state: ReaderState): Content {
  const own = new Map<string, SourceNode>();
  const merged = new Map<string, SourceNode>();
  for (const pair of map.items) {
    const key = String(pair.key.value);
    const keyOffset = pair.key.range?.[0] ?? 0;
    const first = own.get(key)?.keyOffset;
    if (isMergeKey(pair)) merge(pair.value, path, merged, state);
    else if (key === '__proto__') state.tell(keyOffset, [...path, key], 'no such key.');
    else if (first !== undefined) state.tell(keyOffset, [...path, key], twice(state.positionAt(first)));
    else own.set(key, state.read(pair.value, [...path, key], keyOffset));
  }
  const children = new Map([...merged, ...own]);
  return { value: Object.fromEntries([...children].map(([key, node]) => [key, node.value])), children };
}

function twice({ line, column }: Position): string {
  return `stands twice; the first is at line ${String(line)}, column ${String(column)}`;
}

function isMergeKey({ key }: Pair<Scalar>): boolean {
  return key.value === '<<' && key.type === 'PLAIN';
}

/** `<<: *base` or `<<: [*a, *b]`: the first of several wins, and the mapping's own keys win over all. */
function merge(
  value: Node | null,
  path: KeyPath,
  merged: Map<string, SourceNode>,
  { read, tell }: ReaderState,
): void {
  for (const item of isSeq<Node>(value) ? value.items : [value]) {
    const base = read(item, path);
    if (!isMapping(base.value))
      tell(base.offset, [...path, '<<'], 'expected an alias of a mapping, or a list of them');
    for (const [key, node] of base.children) if (!merged.has(key)) merged.set(key, node);
  }
}

/** Whether a value of the file is a mapping of keys to values. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof EnvValue);
}
