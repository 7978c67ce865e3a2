import type { ErrorObject } from "ajv";
import { didYouMean } from "./did-you-mean.ts";
import { validateTableSchema } from "./table-schema.generated.js";
import type { SchemaFault } from "./table-schema-contradictions.ts";

/** What the JSON schema schemas/table.schema.json finds: unknown and missing keys, wrong types, wrong values. */
export function shapeFaults(value: unknown): readonly SchemaFault[] {
  if (validateTableSchema(value)) return [];
  return (validateTableSchema.errors ?? []).filter(({ keyword }) => keyword !== "propertyNames").map(faultOf);
}

function faultOf(error: ErrorObject): SchemaFault {
  const path = error.instancePath.split("/").slice(1).map(unescapePointer);
  const { additionalProperty, missingProperty, type, allowedValues } = error.params as {
    additionalProperty?: string;
    missingProperty?: string;
    type?: string | readonly string[];
    allowedValues?: readonly string[];
  };
  if (additionalProperty !== undefined) {
    const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
    const near = didYouMean(additionalProperty, known);
    const hint = near === undefined ? `the keys here are ${known.join(", ")}` : `write ${near}`;
    return { path: [...path, additionalProperty], onKey: true, message: `unknown key ${additionalProperty}`, hint };
  }
  if (missingProperty !== undefined) return { path, message: `the key ${missingProperty} is missing` };
  if (allowedValues !== undefined) {
    const near = typeof error.data === "string" ? didYouMean(error.data, allowedValues) : undefined;
    const hint = near === undefined ? `write one of ${allowedValues.join(", ")}` : `write ${near}`;
    return { path, message: `${JSON.stringify(error.data)} is not known here`, hint };
  }
  if (type !== undefined) return { path, message: `expected ${[type].flat().join(" or ")}, found ${typeOf(error.data)}` };
  return { path, message: error.message ?? error.keyword };
}

function typeOf(value: unknown): string {
  if (value === null) return "nothing";
  return Array.isArray(value) ? "a list" : `${typeof value} ${JSON.stringify(value)}`;
}

/** RFC 6901. */
function unescapePointer(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
