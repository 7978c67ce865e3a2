import { join } from "node:path";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { lockHere } from "../../history/revision/lock-at.ts";
import { growByLock } from "../../run/grow-by-lock.ts";
import { findPipeline } from "../find-pipeline.ts";
import type { CommandInvocation } from "../option-table.ts";
import { preparePlan } from "../prepare-plan.ts";
import { strayWord } from "../stray-word.ts";
import type { plotsOptions } from "../table/plots.ts";
import { tell } from "../tell.ts";
import { unknownStages } from "../unknown-stages.ts";
import { showPlots } from "./show-plots.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof plotsOptions>): Promise<ExitCode> {
  const found = findPipeline(platform, words);
  const [stray] = found.ok ? found.value.stages : [];
  if (stray !== undefined) {
    tell(platform, [strayWord(stray, { command: "plots", seconds: ["diff"], otherwise: `millrace plots --stage ${stray}` })]);
    return exitCodes.usage;
  }
  const prepared = await preparePlan({ platform, arguments: words, set: [], params: [], only: true });
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan } = prepared.value;
  const { projectRoot, lockFile } = plan.pipeline;
  const { lock, warnings } = lockHere(platform.disk, { path: join(projectRoot, lockFile), shown: lockFile });
  const strays = unknownStages(options.stage, { stages: plan.pipeline.stages, locks: [lock] });
  tell(platform, strays.length > 0 ? strays : [...prepared.value.warnings, ...warnings]);
  if (strays.length > 0) return exitCodes.usage;
  const { output, svg, json, stage } = options;
  return showPlots({
    platform,
    plan: await growByLock(plan, lock),
    before: undefined,
    after: { lock, version: { name: "working tree" } },
    usualName: "plots.html",
    options: { output, svg, json, stage, all: true },
  });
}
