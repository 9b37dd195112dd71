import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import type { Exchange } from '../../simulator/github/server.ts';
import { type OpenApiSchema, toClosedJsonSchema } from './openapi-schema.ts';

interface Ref {
  readonly $ref?: string;
}

interface Parameter extends Ref {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: OpenApiSchema;
  /** Its value may hold slashes. */
  readonly 'x-multi-segment'?: boolean;
}

type Content = Readonly<Record<string, { readonly schema: OpenApiSchema }>>;

interface Body extends Ref {
  readonly content?: Content;
  readonly required?: boolean;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>> & {
    readonly schemas: Readonly<Record<string, OpenApiSchema>>;
  };
}

/** What any operation may answer although the description leaves it out (docs.github.com, "Troubleshooting the REST API"). */
const generalErrors: Readonly<Record<number, string>> = {
  401: 'basic-error',
  403: 'basic-error',
  404: 'basic-error',
  409: 'basic-error',
  422: 'validation-error-simple',
  429: 'basic-error',
};

const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, coerceTypes: false });
addFormats.default(ajv);
const validators = new Map<string, ValidateFunction>();
let loaded: Description | undefined;

/** GitHub's own description of its API, with references: the version without them is six times as large. */
function description(): Description {
  if (loaded === undefined) {
    const manifest = createRequire(import.meta.url).resolve('@octokit/openapi/package.json');
    const file = new URL('generated/api.github.com.json', `file://${manifest}`);
    loaded = JSON.parse(readFileSync(file, 'utf8')) as Description;
  }
  return loaded;
}

/**
 * Where requests and answers differ from GitHub's own OpenAPI description; empty when nothing does.
 * Answers that a fault cut or made nonsense are left out.
 */
export function findMismatches(exchanges: readonly Exchange[]): readonly string[] {
  return [...new Set(exchanges.flatMap((exchange) => mismatchesOf(exchange)))];
}

function mismatchesOf(exchange: Exchange): string[] {
  const label = `${exchange.method} ${exchange.path}`;
  const found = findOperation(exchange);
  if (found === undefined) return [`${label}: not in the description`];
  const { operation, template, values } = found;
  const key = `${exchange.method} ${template}`;
  return [
    ...parameterProblems(key, operation, values, exchange.query),
    ...requestProblems(key, operation, exchange.requestBody),
    ...(exchange.fault === 'nonsense' ? [] : responseProblems(key, operation, exchange)),
  ].map((problem) => `${label}: ${problem}`);
}

interface FoundOperation {
  readonly template: string;
  readonly operation: Operation;
  readonly values: Readonly<Record<string, string>>;
}

interface DescribedOperation {
  readonly method: string;
  readonly template: string;
  readonly operation: Operation;
  readonly pattern: RegExp;
}

let described: readonly DescribedOperation[] | undefined;

/** The operations on a repository, those with the most text of their own first: `/commits/{ref}/status` before `/commits/{ref}`. */
function operations(): readonly DescribedOperation[] {
  const ownText = ({ template }: DescribedOperation) => template.replaceAll(/\{\w+\}/gu, '').length;
  described ??= Object.entries(description().paths)
    .filter(([template]) => template.startsWith('/repos/{owner}/{repo}'))
    .flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const wide = parametersOf(operation).filter((parameter) => parameter['x-multi-segment'] === true);
        const isWide = (name: string) => wide.some((parameter) => parameter.name === name);
        const group = (_: string, name: string) => `(?<${name}>${isWide(name) ? '.+' : '[^/]+'})`;
        const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/gu, group)}$`, 'u');
        return { method: method.toUpperCase(), template, operation, pattern };
      }),
    )
    .sort((a, b) => ownText(b) - ownText(a));
  return described;
}

function findOperation({ method, path }: Exchange): FoundOperation | undefined {
  const found = operations().find((one) => one.method === method && one.pattern.test(path));
  return found === undefined ? undefined : { ...found, values: found.pattern.exec(path)?.groups ?? {} };
}

function parametersOf({ parameters = [] }: Operation): readonly Parameter[] {
  return parameters.map((parameter) => resolve<Parameter>(parameter));
}

function resolve<T extends Ref>(value: T): T {
  if (value.$ref === undefined) return value;
  const [, , section = '', name = ''] = value.$ref.split('/');
  return description().components[section]?.[name] as T;
}

function parameterProblems(
  key: string,
  operation: Operation,
  values: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): string[] {
  const parameters = parametersOf(operation);
  const known = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const unknown = Object.keys(query).filter((name) => !known.includes(name));
  return [
    ...unknown.map((name) => `query parameter ${name} is not in the description`),
    ...parameters.flatMap((parameter) => {
      const raw = parameter.in === 'path' ? values[parameter.name] : query[parameter.name];
      if (parameter.in === 'header') return [];
      if (raw === undefined)
        return parameter.required === true ? [`parameter ${parameter.name} is missing`] : [];
      const value = fromText(decodeURIComponent(raw), parameter.schema);
      return validate(`${key} parameter ${parameter.name}`, parameter.schema, value);
    }),
  ];
}

function fromText(text: string, { type }: OpenApiSchema): unknown {
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  return text;
}

function requestProblems(key: string, { requestBody }: Operation, body: unknown): string[] {
  if (requestBody === undefined) return body === undefined ? [] : ['a body is not in the description'];
  const { content, required } = resolve<Body>(requestBody);
  if (body === undefined) return required === true ? ['the body is missing'] : [];
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? ['no JSON body is described'] : validate(`${key} request`, schema, body);
}

function responseProblems(key: string, { responses }: Operation, exchange: Exchange): string[] {
  const { status, contentType, responseBody } = exchange;
  // Cut before an answer, or a gateway's own page.
  if (status === undefined || status >= 500) return [];
  const described = responses[String(status)];
  const general = generalErrors[status];
  const mediaType = contentType.split(';')[0] ?? '';
  const schema =
    described === undefined
      ? general === undefined || mediaType !== 'application/json'
        ? undefined
        : { $ref: `#/components/schemas/${general}` }
      : resolve<Body>(described).content?.[mediaType]?.schema;
  if (schema === undefined) return [`status ${String(status)} as ${mediaType} is not in the description`];
  return validate(`${key} ${String(status)} ${mediaType}`, schema, responseBody);
}

function validate(key: string, schema: OpenApiSchema, value: unknown): string[] {
  const validator =
    validators.get(key) ?? ajv.compile(toClosedJsonSchema(schema, description().components.schemas));
  validators.set(key, validator);
  if (validator(value)) return [];
  const problems = validator.errors ?? [];
  return problems.map(
    ({ instancePath, message, params }) =>
      `${key} ${instancePath.replaceAll(/\/\d+/gu, '/*')} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
