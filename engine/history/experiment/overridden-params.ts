import type { Pipeline, SourceValue } from "../../spec/pipeline.ts";
import { paramText } from "../compare/param-text.ts";
import type { ParamSetting } from "./experiment.ts";

/**
 * The params that a `--params` file or a `--set` has given, with their values: what an experiment needs to be the same later, when
 * such a file may be another.
 */
export function overriddenParams({ params, sources }: Pipeline, given: ReadonlySet<string>): readonly ParamSetting[] {
  const settings: ParamSetting[] = [];
  collect(params, []);
  return settings;

  function collect(value: SourceValue, path: readonly string[]): void {
    if (value.kind === "map" && value.entries.length > 0) for (const entry of value.entries) collect(entry.value, [...path, entry.key]);
    else if (path.length > 0 && isGiven(value)) settings.push({ name: path.join("."), value: paramText(value) });
  }

  function isGiven({ at }: SourceValue): boolean {
    const source = sources[at[0]];
    return source !== undefined && (source.path === undefined || given.has(source.path));
  }
}
