import { join } from "node:path";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { hasErrors } from "../../diagnostics/sort.ts";
import { compile } from "../../graph/compile.ts";
import { listMetrics } from "../../history/compare/list-metrics.ts";
import { stageGates } from "../../history/compare/stage-gates.ts";
import { lockHere } from "../../history/revision/lock-at.ts";
import { pinnedPaths } from "../../lock/pin-lookup.ts";
import { usualPrecision } from "../../report/compare/measured-figures.ts";
import { metricsListDocument, metricsListMarkdown, renderMetricsList } from "../../report/compare/metrics-list.ts";
import { painter } from "../../report/painter.ts";
import { growByLock } from "../../run/grow-by-lock.ts";
import { loadPipeline } from "../../spec/load-pipeline.ts";
import { findPipeline } from "../find-pipeline.ts";
import type { CommandInvocation } from "../option-table.ts";
import { refused } from "../prepare-comparison.ts";
import { strayWord } from "../stray-word.ts";
import type { metricsOptions } from "../table/metrics.ts";
import { tell } from "../tell.ts";
import { unknownStages } from "../unknown-stages.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof metricsOptions>): Promise<ExitCode> {
  const found = findPipeline(platform, words);
  if (!found.ok) return refused(platform, [found.failure]);
  const [stray] = found.value.stages;
  if (stray !== undefined) {
    return refused(platform, [strayWord(stray, { command: "metrics", seconds: ["diff"], otherwise: `millrace metrics --stage ${stray}` })]);
  }
  const { pipeline, diagnostics } = await loadPipeline({ platform, file: found.value.file });
  if (pipeline === undefined || hasErrors(diagnostics)) return refused(platform, diagnostics);
  const { projectRoot, lockFile, stages, name } = pipeline;
  const { lock, warnings } = lockHere(platform.disk, { path: join(projectRoot, lockFile), shown: lockFile });
  const strays = unknownStages(options.stage, { stages, locks: [lock] });
  if (strays.length > 0) return refused(platform, strays);
  tell(platform, warnings);
  // A source that is not on this machine must not hide what the lock says.
  const compiled = await compile(pipeline, { platform, selection: [], only: true, pinned: pinnedPaths(platform.disk, projectRoot) });
  const metrics = listMetrics({
    disk: platform.disk,
    lock,
    plan: compiled.ok ? await growByLock(compiled.value.plan, lock) : undefined,
    projectRoot,
    order: stages.map((stage) => stage.name.value),
    gates: stageGates(pipeline),
    ...(options.stage.length > 0 && { stages: options.stage }),
  });
  const { precision = usualPrecision } = options;
  const { console } = platform;
  if (options.json === true) console.out(metricsListDocument(metrics, name));
  else if (options.md === true) console.out(metricsListMarkdown(metrics, { name, precision }));
  else console.out(renderMetricsList(metrics, { name, precision, paint: painter(console.terminal.colour) }));
  return exitCodes.ok;
}
