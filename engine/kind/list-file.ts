import { failure, type Result, success } from "../platform/result.ts";

/** The values of an output of type `list`: a JSON file with a list of texts, numbers, truth values and maps. The failure says, in a clause, why it is none. */
export function readList(text: string): Result<readonly unknown[], string> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return failure(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(document)) return failure("it is JSON, but not a list");
  for (const [index, item] of document.entries()) {
    const problem = problemOf(item);
    if (problem !== undefined) return failure(`item ${index} is ${problem}`);
  }
  return success(document);
}

function problemOf(item: unknown): string | undefined {
  if (item === null) return "null, which is no value";
  if (Array.isArray(item)) return "itself a list: let it be a map";
  if (typeof item === "number" && Number.isInteger(item) && !Number.isSafeInteger(item))
    return "a number too large to be exact: write it as a text";
  return undefined;
}
