import { failure, type Result, success } from "../platform/result.ts";

/**
 * The numbers of a metrics file (a JSON object), by dotted name, sorted by code unit: `{"accuracy": {"value": 0.9, "low": 0.8}}` is
 * `accuracy` and `accuracy.low`. A part named `value` is its parent's own number, so gates need not write it. What is no number
 * (a text, a truth value, null, a list) is no metric and is left out. The failure says, in a clause, why the file holds no metrics.
 */
export function readMetrics(text: string): Result<Record<string, number>, string> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const hint = /\b(NaN|-?Infinity)\b/.test(text) ? "; NaN and Infinity are not JSON: leave an undefined metric out" : "";
    return failure(`it is not JSON: ${error instanceof Error ? error.message : String(error)}${hint}`);
  }
  if (!isObject(document)) return failure("it is JSON, but not an object of names and numbers");
  const found = new Map<string, number>();
  const clash = collect({ object: document, prefix: "", found });
  if (clash !== undefined) return failure(`two values are named ${clash}`);
  return success(Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1))));
}

/** Adds to `found`; returns a name that two values share. */
function collect({ object, prefix, found }: { object: object; prefix: string; found: Map<string, number> }): string | undefined {
  for (const [key, value] of Object.entries(object)) {
    const name = prefix === "" ? key : key === "value" && typeof value === "number" ? prefix : `${prefix}.${key}`;
    if (typeof value === "number") {
      // 1e999 is valid JSON and reads as Infinity, which no lock and no JSON can hold.
      if (!Number.isFinite(value)) continue;
      if (found.has(name)) return name;
      found.set(name, value);
    } else if (isObject(value)) {
      const clash = collect({ object: value, prefix: name, found });
      if (clash !== undefined) return clash;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
