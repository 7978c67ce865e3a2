import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { placeIn } from "../../diagnostics/place.ts";
import type { Span } from "../../diagnostics/source.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { mergeMaps, type SourceMap } from "../../spec/merge.ts";
import type { Pipeline, SourceValue } from "../../spec/pipeline.ts";
import { plainValue } from "../../spec/plain-value.ts";
import { readYaml } from "../../spec/read-yaml.ts";
import { entryOf, valueAt } from "../../spec/tree-path.ts";
import { leavesOf } from "../leaves.ts";
import type { ParamSetting } from "./experiment.ts";

/** A file with other params in it, and nothing else changed. */
export interface EditedFile {
  /** Absolute. */
  readonly path: string;
  /** As the user would type it. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes values into the texts that params come from, each over the value that stands there: comments and layout stay. The new text
 * is read again, and must say what was meant and nothing else; where it does not (an alias, a value that is not there), nothing is
 * edited.
 */
export function spliceParams(pipeline: Pipeline, settings: readonly ParamSetting[]): Result<readonly EditedFile[], readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  const edits = new Map<number, { readonly at: Span; readonly text: string; readonly setting: ParamSetting }[]>();
  for (const setting of settings) {
    const value = valueAt(pipeline.params, setting.name.split("."));
    if (value === undefined) problems.push(gone(setting, pipeline));
    else if (!isSame(value, setting))
      edits.set(value.at[0], [...(edits.get(value.at[0]) ?? []), { at: value.at, text: setting.value, setting }]);
  }
  if (problems.length > 0) return failure(problems);
  const files: EditedFile[] = [];
  for (const [index, changes] of edits) {
    const source = pipeline.sources[index];
    const after = changes
      .toSorted((left, right) => right.at[1] - left.at[1])
      .reduce((text, { at, text: value }) => splice(text, at, value), source?.text ?? "");
    const sound =
      source?.path !== undefined && saysSo({ before: source.text, after, index, settings: changes.map(({ setting }) => setting) });
    if (source?.path === undefined || !sound) problems.push(...changes.map((change) => impossible(change, pipeline)));
    else files.push({ path: source.path, name: source.name, before: source.text, after });
  }
  return problems.length > 0 ? failure(problems) : success(files);
}

/** Of a block, the line feed and what follows it belong to what comes next. */
function splice(text: string, [, start, end]: Span, value: string): string {
  const kept = text.slice(start, end).trimEnd().length;
  const before = text.slice(0, start);
  const space = kept === 0 && before.endsWith(":") ? " " : "";
  return before + space + value + text.slice(start + kept);
}

interface Check {
  readonly before: string;
  readonly after: string;
  readonly index: number;
  readonly settings: readonly ParamSetting[];
}

/** Whether the text means what it meant, but for those params: at the top of the file, or under its `params`. */
function saysSo({ before, after, index, settings }: Check): boolean {
  const [old, now] = [before, after].map((text) => readYaml({ name: "", text }, index));
  if (old?.value?.kind !== "map" || now?.value?.kind !== "map" || now.diagnostics.length > old.diagnostics.length) return false;
  const inner = entryOf(old.value, "params")?.value;
  const isPipeline = inner?.kind === "map" && entryOf(old.value, "stages") !== undefined;
  const wanted = settings.reduce(
    (tree, setting) => mergeMaps(tree, nested(isPipeline ? ["params", ...setting.name.split(".")] : setting.name.split("."), setting)),
    old.value,
  );
  return JSON.stringify(leavesOf(plainValue(wanted))) === JSON.stringify(leavesOf(plainValue(now.value)));
}

function nested(path: readonly string[], setting: ParamSetting): SourceMap {
  const inner = path.reduceRight<SourceValue>(
    (value, key) => ({ kind: "map", at: [0, 0, 0], entries: [{ key, keyAt: [0, 0, 0], value }] }),
    read(setting),
  );
  return inner as SourceMap;
}

const read = ({ value }: ParamSetting): SourceValue =>
  readYaml({ name: "", text: value }, 0).value ?? { kind: "scalar", tag: "null", text: "", at: [0, 0, 0] };

/** The same value in the same words: `1e-3` and `0.001` are two. */
function isSame(value: SourceValue, setting: ParamSetting): boolean {
  const wanted = read(setting);
  if (value.kind === "scalar" && wanted.kind === "scalar") return value.tag === wanted.tag && value.text === wanted.text;
  return value.kind === wanted.kind && JSON.stringify(plainValue(value)) === JSON.stringify(plainValue(wanted));
}

function gone({ name }: ParamSetting, { params, file }: Pipeline): Diagnostic {
  const near = didYouMean(name, Object.keys(leavesOf(plainValue(params))));
  return {
    code: "unknown-param",
    severity: "error",
    message: `${file} has no param \`${name}\` any more`,
    why: "the pipeline has changed since the experiment was made",
    hint: near === undefined ? "run the experiment again with the params of now" : `is it \`${near}\` now? then run the experiment again`,
  };
}

function impossible({ at, setting }: { readonly at: Span; readonly setting: ParamSetting }, { sources }: Pipeline): Diagnostic {
  const place = placeIn(sources, at);
  return {
    code: "apply-impossible",
    severity: "error",
    message: `\`${setting.name}\` cannot be written here without changing something else`,
    ...(place !== undefined && { place }),
    why: "the value is shared through an alias, or has no text of its own",
    hint: `write \`${setting.name}: ${setting.value}\` by hand, then millrace run`,
  };
}
