/** A schema of an OpenAPI 3.0 description. */
export type OpenApiSchema = Readonly<Record<string, unknown>>;

const refStart = '#/components/schemas/';
const combinators = ['allOf', 'anyOf', 'oneOf'];

/**
 * Translates a schema of OpenAPI 3.0 into JSON Schema 2020-12 with the schemas that it refers to.
 * GitHub leaves its objects open; here they are closed, so that a property which the description does not
 * know is found, be it a misspelt one in a request or an invented one in an answer.
 */
export function toClosedJsonSchema(
  schema: OpenApiSchema,
  components: Readonly<Record<string, OpenApiSchema>>,
): OpenApiSchema {
  const definitions: Record<string, unknown> = {};

  function convert(value: unknown, isClosed: boolean): unknown {
    if (Array.isArray(value)) return value.map((item) => convert(item, isClosed));
    if (typeof value !== 'object' || value === null) return value;
    const { nullable, $ref, ...rest } = value as OpenApiSchema;
    const converted = typeof $ref === 'string' ? refer($ref, isClosed) : convertMembers(rest, isClosed);
    // `nullable` in 3.0 goes with any schema, also with an `enum` that does not list null.
    return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
  }

  function convertMembers(schema: OpenApiSchema, isClosed: boolean): OpenApiSchema {
    const combined = combinators.some((keyword) => keyword in schema);
    const members = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
      if (keyword === 'example' || keyword === 'examples' || keyword === 'default') return ['$comment', ''];
      if (keyword === 'properties') return [keyword, convertProperties(value as OpenApiSchema)];
      if (combinators.includes(keyword)) return [keyword, convert(value, false)];
      if (keyword === 'items' || keyword === 'additionalProperties') return [keyword, convert(value, true)];
      return [keyword, value];
    });
    const isObject = 'properties' in schema && !('additionalProperties' in schema);
    const closing = isClosed && (isObject || 'allOf' in schema) ? { unevaluatedProperties: false } : {};
    return { ...Object.fromEntries(members), ...(combined && !('allOf' in schema) ? {} : closing) };
  }

  function convertProperties(properties: OpenApiSchema): OpenApiSchema {
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, convert(property, true)]),
    );
  }

  function refer(ref: string, isClosed: boolean): OpenApiSchema {
    const name = ref.slice(refStart.length);
    const target = components[name];
    if (!ref.startsWith(refStart) || target === undefined)
      throw new Error(`${ref} is not in the description`);
    const key = isClosed ? `${name}.closed` : name;
    if (!(key in definitions)) {
      definitions[key] = true;
      definitions[key] = convert(target, isClosed);
    }
    return { $ref: `#/$defs/${key}` };
  }

  const root = convert(schema, true) as OpenApiSchema;
  return { ...root, $defs: definitions };
}
