import type { Span } from "../diagnostics/source.ts";
import type { StageId } from "../platform/identity.ts";
import type { SourceValue } from "../spec/pipeline.ts";

/** What an unknown value is in names, paths and commands that nobody runs. No name of a stage or of a value can hold it. */
export const unknownText = "*";

/** Stands for all values of an axis that a stage has yet to compute: what can be checked without them is checked with it. */
export const unknownValue = (at: Span): SourceValue => ({ kind: "scalar", tag: "str", text: unknownText, at, unknown: true });

export const isUnknown = (value: SourceValue | undefined): boolean => value?.kind === "scalar" && value.unknown === true;

/** Whether it is unknown, or anything in it. */
export function holdsUnknown(value: SourceValue): boolean {
  if (value.kind === "scalar") return isUnknown(value);
  return value.kind === "list" ? value.items.some(holdsUnknown) : value.entries.some((entry) => holdsUnknown(entry.value));
}

/** Whether this is no stage yet, but stands for the instances that a list will have: `train@*`. */
export const isPlaceholder = (stage: StageId): boolean => stage.includes(unknownText);

/** Whether that placeholder stands for a stage of this name, as far as its name tells. */
export function standsFor(placeholder: StageId, stage: string): boolean {
  if (!isPlaceholder(placeholder)) return false;
  return new RegExp(`^${patternSource(placeholder)}$`).test(stage);
}

/** Of a path with unknown values: that of a file which it may come to be, or which is in a folder that it may come to be. */
export const pathPattern = (path: string): RegExp => new RegExp(`^${patternSource(path)}(/|$)`);

/** Of a regular expression. */
export const patternSource = (text: string): string => text.replace(/[\\^$.|+()[\]{}]/g, "\\$&").replaceAll(unknownText, ".*");
