import { failure, type Result, success } from "../platform/result.ts";
import type { JsonSchema } from "./define-stage.ts";
import type { LoadedKind } from "./loaded-kind.ts";

/** A validator of a user's schema, made when needed; the failure says what is wrong with the schema. */
export async function compileSchema(schema: JsonSchema): Promise<Result<LoadedKind["checkWith"], string>> {
  if (schema === true) return success(() => []);
  const { default: Ajv2020 } = await import("ajv/dist/2020.js");
  try {
    const check = new Ajv2020.default({ allErrors: true, verbose: true, strict: false, useDefaults: true }).compile(schema);
    return success((value) => (check(value) ? [] : (check.errors ?? [])));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}
