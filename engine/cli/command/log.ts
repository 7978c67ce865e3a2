import { dirname, relative } from "node:path";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { listRuns } from "../../history/list-runs.ts";
import { findRun } from "../../history/run-names.ts";
import { findStageLog, instancesOf, stagesThatRan } from "../../history/stage-log.ts";
import { asProjectPath, asStageId } from "../../platform/identity.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import { findPipeline } from "../find-pipeline.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { logOptions } from "../table/log.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof logOptions>): Promise<ExitCode> {
  const found = findPipeline(platform, words);
  const [stage, ...more] = found.ok ? found.value.stages : [];
  if (!found.ok || stage === undefined || more.length > 0) {
    const usage = usageError("option-value", { message: "log needs one stage", hint: "millrace log [PIPELINE] STAGE" });
    tell(platform, [found.ok ? usage : found.failure]);
    return exitCodes.usage;
  }
  const projectRoot = findProjectRoot(platform.disk, dirname(found.value.file));
  const pipeline = asProjectPath(relative(projectRoot, found.value.file));
  const history = { disk: platform.disk, projectRoot };
  const meant = options.run === undefined ? undefined : findRun(listRuns(history), options.run);
  if (meant?.ok === false) {
    tell(platform, [meant.failure]);
    return exitCodes.usage;
  }
  const log = findStageLog(history, { stage: asStageId(stage), pipeline, ...(meant !== undefined && { run: meant.value }) });
  if (log === undefined) {
    const when = meant === undefined ? "" : ` in run ${meant.value}`;
    const message = `no output of ${stage} is kept${when}`;
    const [instance] = instancesOf(history, { stage, pipeline });
    const near = instance === undefined ? didYouMean(stage, stagesThatRan(history, pipeline)) : undefined;
    const missing = usageError("log-missing", {
      message,
      why: instance === undefined ? "it has not run here, or its log was removed" : "it is a matrix: each instance has its own",
      ...(instance !== undefined && { hint: `for example millrace log ${instance}` }),
      ...(near !== undefined && { hint: `did you mean millrace log ${near}?` }),
    });
    tell(platform, [missing]);
    return exitCodes.usage;
  }
  platform.console.error(`${stage}: ${log.outcome}, ${new Date(log.at).toISOString()}, run ${log.run}\n`);
  if (log.text === "") platform.console.error("it printed nothing\n");
  platform.console.out(log.text);
  return exitCodes.ok;
}
