import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { lastMade } from "../../history/last-made.ts";
import { painter } from "../../report/painter.ts";
import { statusDocument } from "../../report/status-document.ts";
import { renderWhyAll } from "../../report/why-all.ts";
import { status } from "../../run/status.ts";
import type { CommandInvocation } from "../option-table.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { whyOptions } from "../table/why.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof whyOptions>): Promise<ExitCode> {
  const prepared = await preparePlan({ platform, arguments: words, set: options.set, params: options.params, only: true });
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan, warnings } = prepared.value;
  const { verdicts, diagnostics, plan: grown } = await status({ plan, platform, signal: new AbortController().signal });
  tell(platform, [...warnings, ...diagnostics]);
  const { console, disk } = platform;
  if (options.json === true) console.out(statusDocument(verdicts));
  else {
    const madeBy = lastMade.bind(undefined, { disk, projectRoot: plan.pipeline.projectRoot });
    console.out(renderWhyAll(verdicts, { plan: grown, madeBy, all: options.verbose === true, paint: painter(console.terminal.colour) }));
  }
  return exitCodes.ok;
}
