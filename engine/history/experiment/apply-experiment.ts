import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasErrors } from "../../diagnostics/sort.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { loadPipeline } from "../../spec/load-pipeline.ts";
import { plainValue } from "../../spec/plain-value.ts";
import { leafText, leavesOf, sameLeaf } from "../leaves.ts";
import type { Experiment } from "./experiment.ts";
import { type EditedFile, spliceParams } from "./splice-params.ts";

export interface Applied {
  /** Files that have been written; none where the workspace had these values already. */
  readonly files: readonly EditedFile[];
  readonly warnings: readonly Diagnostic[];
}

/** Writes the params of an experiment into the workspace: all of them, or none where one cannot be written. */
export async function applyExperiment(
  platform: Platform,
  { experiment, projectRoot }: { readonly experiment: Experiment; readonly projectRoot: string },
): Promise<Result<Applied, readonly Diagnostic[]>> {
  const loaded = await loadPipeline({ platform, file: join(projectRoot, experiment.pipeline) });
  const { pipeline } = loaded;
  if (pipeline === undefined || hasErrors(loaded.diagnostics)) return failure(loaded.diagnostics);
  const spliced = spliceParams(pipeline, experiment.settings);
  if (!spliced.ok) return spliced;
  for (const { path, after } of spliced.value) {
    const bom = platform.disk.read(path).subarray(0, 3).equals(byteOrderMark) ? "\uFEFF" : "";
    platform.disk.replace("project-file", path, bom + after, { durable: true, mode: platform.disk.statTarget(path)?.mode ?? 0o644 });
  }
  const set = new Set(experiment.settings.map(({ name }) => name));
  const now = leavesOf(plainValue(pipeline.params));
  const others = Object.keys({ ...now, ...experiment.params }).filter(
    (name) => !set.has(name) && !sameLeaf(now[name], experiment.params[name]),
  );
  return success({ files: spliced.value, warnings: others.length === 0 ? [] : [drifted(others, { experiment, now })] });
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function drifted(
  names: readonly string[],
  { experiment, now }: { readonly experiment: Experiment; readonly now: Experiment["params"] },
): Diagnostic {
  const told = names.map((name) => `${name} (${leafText(experiment.params[name]) || "none"} then, ${leafText(now[name]) || "none"} now)`);
  return {
    code: "experiment-refused",
    severity: "warning",
    message: `${told.join(", ")}: not as when the experiment was made`,
    why: "the experiment did not set it, so it stays as it is here; what comes out may differ from the experiment's",
  };
}
