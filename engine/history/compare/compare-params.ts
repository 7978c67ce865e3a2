import type { SourceValue } from "../../spec/pipeline.ts";
import type { RowState } from "./compare-metrics.ts";
import { paramText } from "./param-text.ts";

/** A parameter in two versions. */
export interface ParamRow {
  /** `training.epochs`. */
  readonly name: string;
  readonly state: RowState;
  readonly before?: ParamValue;
  readonly after?: ParamValue;
}
/** As one would write it: a text that could be taken for something else stands in quotes. */
export interface ParamValue {
  readonly tag: "str" | "int" | "float" | "bool" | "null" | "list" | "map";
  readonly text: string;
}

/** Every parameter of either version, once, in the order of the files; what is gone stands where it stood. */
export function compareParams(before: SourceValue, after: SourceValue): readonly ParamRow[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  return mergedOrder([...old.keys()], [...now.keys()]).map((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    return { name, state: stateOf(was, is), ...(was && { before: was }), ...(is && { after: is }) };
  });
}

function stateOf(before: ParamValue | undefined, after: ParamValue | undefined): RowState {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  return before.tag === after.tag && before.text === after.text ? "same" : "changed";
}

/** A list is one value; so is a map with nothing in it. */
function leavesOf(value: SourceValue): ReadonlyMap<string, ParamValue> {
  const leaves = new Map<string, ParamValue>();
  collect(value, "", leaves);
  return leaves;
}

function collect(value: SourceValue, name: string, leaves: Map<string, ParamValue>): void {
  if (value.kind === "map" && (value.entries.length > 0 || name === "")) {
    for (const { key, value: inner } of value.entries) collect(inner, name === "" ? key : `${name}.${key}`, leaves);
    return;
  }
  leaves.set(name, { tag: value.kind === "scalar" ? value.tag : value.kind, text: paramText(value) });
}

/** Both lists, the second's order, and what only the first has behind what it followed there. */
function mergedOrder(old: readonly string[], now: readonly string[]): readonly string[] {
  const merged = [...now];
  const kept = new Set(now);
  let last = -1;
  for (const name of old) {
    if (kept.has(name)) last = merged.indexOf(name);
    else {
      last += 1;
      merged.splice(last, 0, name);
    }
  }
  return merged;
}
