import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { painter } from "../../report/painter.ts";
import { statusDocument } from "../../report/status.ts";
import { renderWhy } from "../../report/why.ts";
import { status } from "../../run/status.ts";
import { findPipeline } from "../find-pipeline.ts";
import type { CommandInvocation } from "../option-table.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { whyOptions } from "../table/why.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof whyOptions>): Promise<ExitCode> {
  const found = findPipeline(platform, words);
  if (found.ok && found.value.stages.length !== 1) {
    const message = found.value.stages.length === 0 ? "why needs a stage" : "why takes one stage";
    tell(platform, [usageError("option-value", { message, hint: "millrace why [PIPELINE] STAGE" })]);
    return exitCodes.usage;
  }
  const prepared = await preparePlan({ platform, arguments: words, set: options.set, params: options.params, only: true });
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { verdicts, diagnostics } = await status({ plan: prepared.value.plan, platform, signal: new AbortController().signal });
  tell(platform, [...prepared.value.warnings, ...diagnostics]);
  const { console } = platform;
  const paint = painter(console.terminal.colour);
  if (options.json === true) console.out(statusDocument(verdicts));
  else console.out([...verdicts].map(([stage, verdict]) => renderWhy(stage, { verdict, paint })).join("\n"));
  return exitCodes.ok;
}
