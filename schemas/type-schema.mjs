/**
 * The schema as json-schema-to-typescript should see it: a title makes a named type, so only the root and `$defs` keep one; conditions
 * between keys (of two keys one, some only with others) have no good TypeScript form and are left to the validator.
 */
export function typeSchema(schema, name) {
  const { title: _, $defs, ...rest } = strip(schema);
  const named = Object.entries(schema.$defs ?? {}).map(([key]) => [key, { ...$defs[key], title: key }]);
  return { ...rest, title: name, ...(named.length > 0 && { $defs: Object.fromEntries(named) }) };
}

const conditions = ["allOf", "dependentSchemas", "dependentRequired", "if", "then", "else", "propertyNames"];

function strip(schema) {
  if (Array.isArray(schema)) return schema.map(strip);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(
    ([key, value]) => !isTitle(key, value) && !(conditions.includes(key) && typeof value === "object"),
  );
  const result = Object.fromEntries(entries.map(([key, value]) => [key, strip(value)]));
  const onlyRequires =
    Array.isArray(schema.anyOf) &&
    schema.anyOf.every((branch) => Object.keys(branch).every((key) => key === "required" || key === "pattern"));
  if (onlyRequires) delete result.anyOf;
  return result;
}

/** The keyword, not a property that is called so. */
const isTitle = (key, value) => key === "title" && typeof value === "string";
