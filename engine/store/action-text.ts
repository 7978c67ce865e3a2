import { canonicalJson } from "../key/canonical-json.ts";
import { type Entry, entryText, parseEntry } from "../key/entry.ts";
import type { ActionResult } from "./store.ts";

/** One line: the same result makes the same text. */
export function actionText(result: ActionResult): string {
  const outputs = Object.fromEntries(Object.entries(result.outputs).map(([port, entry]) => [port, entryText(entry)]));
  return canonicalJson({ outputs, metrics: result.metrics, backend: result.backend });
}

/** Of a text whose seal or signature holds; `undefined` where an output is none. */
export function parseActionText(text: string): ActionResult | undefined {
  const stored: { outputs: Record<string, string>; metrics: Record<string, number>; backend?: string } = JSON.parse(text);
  const outputs: Record<string, Entry> = {};
  for (const [port, entry] of Object.entries(stored.outputs)) {
    const parsed = parseEntry(entry);
    if (parsed === undefined) return undefined;
    outputs[port] = parsed;
  }
  return { outputs, metrics: stored.metrics, ...(stored.backend !== undefined && { backend: stored.backend }) };
}
