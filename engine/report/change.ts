import type { Change } from "../events/reason.ts";
import { cut } from "./columns.ts";

/** One difference in a few words: `param training.epochs 60 -> 5`. */
export function shortChange(change: Change): string {
  const subject = change.name === "" ? change.subject : `${change.subject} ${change.name}`;
  const before = shown(change, change.before);
  const after = shown(change, change.after);
  if (change.before === undefined && change.after === undefined) return changed(subject, change);
  if (change.before === undefined) return `${subject} added${after === undefined ? "" : ` (${after})`}`;
  if (change.after === undefined) return `${subject} removed${before === undefined ? "" : ` (was ${before})`}`;
  if (before !== undefined && after !== undefined) return `${subject} ${before} -> ${after}`;
  return changed(subject, change);
}

function changed(subject: string, { details }: Change): string {
  return details[0] === undefined ? `${subject} changed` : `${subject} changed: ${cut(details[0], 60)}`;
}

/** A value fit for half a line; `undefined` for what says nothing to a person (a digest, a program's text). */
export function shown(change: Change, value: string | undefined): string | undefined {
  if (value === undefined || /^[0-9a-f]{64}(\/|\+x)?$/.test(value) || value.includes("\n")) return undefined;
  if (change.subject === "command" && value.length > 40) return undefined;
  return cut(value === "" ? '""' : value, 60);
}
