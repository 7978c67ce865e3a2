import { parseTemplate } from "../expression/template.ts";
import type { SourceValue } from "../spec/pipeline.ts";

/**
 * The param that a setting's value is: of `epochs: ${{ params.training.epochs }}`, `training.epochs`; of `layers[0].dense` where
 * `layers: ${{ params.layers }}`, `layers[0].dense`. `undefined` where it is written out, or is a text with a template in it.
 */
export function paramOf(written: SourceValue | undefined, setting: string): string | undefined {
  const [name, param] = [...namedParams(written)].find(([prefix]) => leadsTo(setting, prefix)) ?? [];
  return name === undefined || param === undefined ? undefined : param + setting.slice(name.length);
}

const leadsTo = (setting: string, prefix: string): boolean =>
  setting === prefix || (setting.startsWith(prefix) && /^[.[]/.test(setting.slice(prefix.length)));

/** Settings whose whole value is a param, with its name. */
function namedParams(value: SourceValue | undefined, name = ""): ReadonlyMap<string, string> {
  if (value?.kind === "list") return new Map(value.items.flatMap((item, index) => [...namedParams(item, `${name}[${index}]`)]));
  if (value?.kind === "map")
    return new Map(value.entries.flatMap((entry) => [...namedParams(entry.value, name === "" ? entry.key : `${name}.${entry.key}`)]));
  if (value === undefined || !value.text.includes("${{")) return new Map();
  const parsed = parseTemplate(value.text);
  const only = parsed.ok && parsed.value.length === 1 ? parsed.value[0] : undefined;
  const isParam = only?.kind === "path" && only.segments[0] === "params" && only.segments.length > 1;
  return isParam ? new Map([[name, only.segments.slice(1).join(".")]]) : new Map();
}
