/** Reads what modules import, with TypeScript's own parser, and judges it by a table of allowed edges. */
import { posix } from 'node:path';

import ts from 'typescript';

export interface ImportEdge {
  /** The importing file, such as `src/core/worst.ts`. */
  readonly from: string;
  /** The imported file by its path, or the name of a package or of a built-in module. */
  readonly to: string;
  /** Erased before anything runs. */
  readonly typeOnly: boolean;
}

/** What one area of the source may import beside itself. A name that ends in `*` is a prefix. */
export interface AreaRule {
  readonly areas?: readonly string[];
  /** Areas of which it may know the types only. */
  readonly types?: readonly string[];
  /** Packages and built-in modules. */
  readonly modules?: readonly string[];
}

function isErased(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** Every import of one file: static, re-exported, dynamic and in types. */
export function importsOf(path: string, text: string): ImportEdge[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const edges: ImportEdge[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    // A specifier that is computed is an edge to nowhere, which no rule allows.
    const name = specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : '(computed)';
    const to = name.startsWith('.') ? posix.join(posix.dirname(path), name) : name;
    edges.push({ from: path, to, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isErased(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return edges;
}

/** `src/core/worst.ts` → `core`; `src/gate.ts` → `gate`. */
export function areaOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/u, '');
}

function covers(names: readonly string[] = [], name: string): boolean {
  return names.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known));
}

function isAllowed(edge: ImportEdge, rule: AreaRule): boolean {
  if (!edge.to.startsWith('src/')) return covers(rule.modules, edge.to);
  const area = areaOf(edge.to);
  if (area === areaOf(edge.from) || covers(rule.areas, area)) return true;
  return edge.typeOnly && covers(rule.types, area);
}

/** The edges that the table does not allow, as sentences. A file of an area that has no rule is one too. */
export function forbiddenImports(
  edges: readonly ImportEdge[],
  rules: Readonly<Record<string, AreaRule>>,
): string[] {
  return edges.flatMap((edge) => {
    const rule = rules[areaOf(edge.from)];
    if (rule === undefined) return [`${edge.from}: the area "${areaOf(edge.from)}" has no rule`];
    const what = edge.typeOnly ? `the types of ${edge.to}` : edge.to;
    return isAllowed(edge, rule) ? [] : [`${edge.from} may not import ${what}`];
  });
}

/** A chain of files that import each other at run time and come back to the first; nothing when there is none. */
export function findCycle(edges: readonly ImportEdge[]): readonly string[] | undefined {
  const next = Map.groupBy(
    edges.filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  );
  const finished = new Set<string>();
  const search = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const { to } of next.get(file) ?? []) {
      const cycle = search(to, [...trail, file]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const cycle = search(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
