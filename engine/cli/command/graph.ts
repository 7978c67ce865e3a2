import { join } from "node:path";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { readLock } from "../../lock/lock-file.ts";
import { planDrawing } from "../../report/graph/plan-drawing.ts";
import { planGraph } from "../../report/graph/plan-graph.ts";
import { renderGraph } from "../../report/graph/render.ts";
import { stageFacts } from "../../report/graph/stage-facts.ts";
import { painter } from "../../report/painter.ts";
import { writeFile } from "../../report/write-file.ts";
import { growByLock } from "../../run/grow-by-lock.ts";
import { status } from "../../run/status.ts";
import type { CommandInvocation } from "../option-table.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { graphOptions } from "../table/graph.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof graphOptions>): Promise<ExitCode> {
  const { set, params, only = false, format, output } = options;
  const prepared = await preparePlan({ platform, arguments: words, set, params, only });
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan, warnings } = prepared.value;
  const judged = options.state === false ? undefined : await status({ plan, platform, signal: new AbortController().signal });
  tell(platform, [...warnings, ...(judged?.diagnostics ?? [])]);
  const { projectRoot, lockFile } = plan.pipeline;
  const shown = judged?.plan ?? (await growByLock(plan, readLock(platform.disk, join(projectRoot, lockFile))));
  const graph = planGraph(shown, judged);
  const { console } = platform;
  const inTerminal = format === undefined || format === "tree" || format === "layers";
  const drawing = planDrawing(graph, {
    files: options.files ?? !inTerminal,
    collapse: options.expand === true ? false : options.collapse,
    facts: stageFacts(shown),
  });
  const colour = console.terminal.colour && output === undefined;
  const text = await renderGraph(format, {
    graph,
    drawing,
    paint: painter(colour),
    columns: console.terminal.columns,
    remark: (remark) => console.error(`${remark}\n`),
  });
  if (output === undefined) {
    console.out(text);
    return exitCodes.ok;
  }
  const written = writeFile(platform, { file: output, text });
  if (written.ok) return exitCodes.ok;
  tell(platform, [written.failure]);
  return exitCodes.environment;
}
