import { Composer, LineCounter, Parser, YAMLParseError, type CST, type Document } from 'yaml';

import type { Environment } from './env-value.ts';
import type { KeyPath } from './key-path.ts';
import { deepest, readTree } from './source-tree.ts';
import { yamlSentence } from './yaml-errors.ts';

/** A value of the file, and where it stands. */
export interface SourceNode {
  /** As plain data; a string with variables is an `EnvValue`. */
  readonly value: unknown;
  /** Where the value starts, in UTF-16 units from the start of the text. */
  readonly offset: number;
  /** Where its key starts; a list item and the whole file have none. */
  readonly keyOffset?: number | undefined;
  /** By key, or by position in a list. */
  readonly children: ReadonlyMap<string, SourceNode>;
}

/** Something that is wrong with the file before any key is looked at. */
export interface SourceProblem {
  readonly offset: number;
  readonly path: KeyPath;
  readonly message: string;
  /** There is no value to go on with, so what else is said about it is an echo. */
  readonly isUnreadable?: boolean;
}

/** Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Source {
  /** Absent when the text is no YAML: nothing more can be said about it then. */
  readonly root?: SourceNode;
  readonly problems: readonly SourceProblem[];
  readonly positionAt: (offset: number) => Position;
}

/** A file that a person writes is smaller; beyond that it is a bomb or a mistake. */
const mostCharacters = 1024 * 1024;

/** The parser takes quadratic time for some lines: a minute for 250,000 commas. */
const mostInLine = 4000;

/** Reads YAML into plain data with positions. Never throws. */
export function readSource(text: string, env: Environment): Source {
  // Editors on Windows put a byte order mark first; it is no part of the text.
  const content = text.replace(/^\uFEFF/u, '');
  const positionAt = positions(content);
  const unreadable = unreadableProblem(content);
  if (unreadable !== undefined) return { problems: [unreadable], positionAt };
  const tokens = [...new Parser().parse(content)];
  const deep = firstTooDeep(tokens);
  if (deep !== undefined) return { problems: [deep], positionAt };
  const document = composeDocument(tokens, content.length);
  if (document.errors.length > 0)
    return { problems: syntaxProblems(document, content, positionAt), positionAt };
  const { root, problems, limit } = readTree(document.contents, env, positionAt);
  if (limit !== undefined) return { problems: [limit], positionAt };
  const warnings = document.warnings.map(({ pos, code }) => ({
    offset: pos[0],
    path: [],
    message: yamlSentence(code, ''),
  }));
  return { root, problems: [...warnings, ...problems], positionAt };
}

/** The one document of the file; a second one is an error of the first. */
function composeDocument(tokens: readonly CST.Token[], length: number): Document.Parsed {
  const composer = new Composer({
    logLevel: 'error',
    // Told by us, with both places; the parser's own comparison is quadratic.
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
  });
  const [document, second] = composer.compose(tokens, true, length);
  if (document === undefined) throw new TypeError('YAML without any document');
  if (second !== undefined) {
    const { range } = second;
    document.errors.push(new YAMLParseError([range[0], range[1]], 'MULTIPLE_DOCS', ''));
  }
  return document;
}

function positions(text: string): (offset: number) => Position {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (const { index } of text.matchAll(/\n/gu)) counter.addNewLine(index + 1);
  return (offset) => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
}

/** U+FFFD is what a decoder leaves of bytes that are no UTF-8; UTF-16 read as UTF-8 is full of NULs. */
function unreadableProblem(text: string): SourceProblem | undefined {
  const offset = text.search(/[\uFFFD\0]/u);
  if (offset >= 0) return { offset, path: [], message: 'expected UTF-8; save the file in that encoding' };
  if (text.length > mostCharacters)
    return { offset: 0, path: [], message: `expected at most ${String(mostCharacters / 1024)} KiB` };
  const long = firstTooLong(text);
  if (long !== undefined)
    return { offset: long, path: [], message: `expected at most ${String(mostInLine)} characters in a line` };
  return undefined;
}

/** Where a line begins that is too long. */
function firstTooLong(text: string): number | undefined {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (end - start > mostInLine) return start;
    start = end + 1;
  }
  return undefined;
}

/**
 * Where the nesting goes too deep. The parser is linear, but what composes its tokens into a document
 * takes minutes for a few kilobytes of brackets, so depth is measured before that.
 */
function firstTooDeep(tokens: readonly CST.Token[]): SourceProblem | undefined {
  const waiting: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const { token, depth } = entry;
    if (depth > deepest) {
      const offset = 'offset' in token ? token.offset : 0;
      return { offset, path: [], message: `expected at most ${String(deepest)} levels` };
    }
    for (const child of childrenOf(token)) waiting.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items
    .flatMap(({ key, value }) => [key, value])
    .filter((child) => child !== null && child !== undefined);
}

/** The first error of each line: the ones behind it mostly follow from it. */
function syntaxProblems(
  document: Document.Parsed,
  text: string,
  positionAt: (offset: number) => Position,
): readonly SourceProblem[] {
  const lines = text.split('\n');
  const byLine = new Map<number, SourceProblem>();
  for (const { pos, code } of document.errors) {
    const { line } = positionAt(pos[0]);
    const message = yamlSentence(code, lines[line - 1] ?? '');
    if (!byLine.has(line)) byLine.set(line, { offset: pos[0], path: [], message });
  }
  return [...byLine.values()];
}
