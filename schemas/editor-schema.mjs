// In a pipeline file any value may be a template, which is a text whatever the schema asks for: `epochs: ${{ params.epochs }}`.
// The engine resolves templates before it validates; an editor cannot, so it gets a variant that admits them.
const template = "\\$\\{\\{.*\\}\\}";

/** The same schema, in which each typed value may also be a template. */
export function editorSchema(schema, origin) {
  const { $schema, ...rest } = schema;
  return { $schema, $comment: `Made by schemas/generate.mjs from ${origin}; admits templates.`, ...admit(rest, true) };
}

const schemaMaps = ["properties", "patternProperties", "$defs", "dependentSchemas"];
const schemaLists = ["anyOf", "oneOf", "allOf", "prefixItems"];
const schemaValues = ["items", "additionalProperties", "contains", "if", "then", "else", "not"];
/** Below these a schema asks, it does not admit: a template must not satisfy a condition. */
const conditions = ["if", "not", "propertyNames"];

function admit(schema, top = false) {
  if (typeof schema !== "object" || schema === null) return schema;
  const result = { ...schema };
  for (const key of schemaMaps) if (result[key] !== undefined) result[key] = mapValues(result[key], (value) => admit(value));
  for (const key of schemaLists) if (result[key] !== undefined) result[key] = result[key].map((value) => admit(value));
  for (const key of schemaValues) if (result[key] !== undefined && !conditions.includes(key)) result[key] = admit(result[key]);
  return top ? result : admitHere(result);
}

function admitHere(schema) {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (schema.enum !== undefined || schema.const !== undefined) {
    const { type, enum: values, const: value, ...rest } = schema;
    const asked = {
      ...(type !== undefined && { type }),
      ...(values !== undefined && { enum: values }),
      ...(value !== undefined && { const: value }),
    };
    return { ...rest, anyOf: [asked, { type: "string", pattern: template }] };
  }
  if (types.length === 0) return schema;
  if (types.includes("string")) {
    return schema.pattern === undefined ? schema : { ...schema, pattern: `(${schema.pattern})|(${template})` };
  }
  return { ...schema, type: [...types, "string"], pattern: template };
}

const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
