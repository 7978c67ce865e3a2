import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { readMoment } from "../../history/moment.ts";
import { pastRuns } from "../../history/past-runs.ts";
import { type RunOutcome, runOutcomes } from "../../history/run-outcome.ts";
import { selectRuns } from "../../history/select-runs.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { painter } from "../../report/painter.ts";
import { runColumns, runsDocument } from "../../report/runs/list.ts";
import { type FoundHistory, findHistory, findProjectHistory } from "../find-history.ts";
import type { CommandInvocation } from "../option-table.ts";
import { printTable } from "../print-table.ts";
import { strayWord } from "../stray-word.ts";
import type { runsOptions } from "../table/runs.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

const usualLimit = 20;

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof runsOptions>): Promise<ExitCode> {
  const found: Result<FoundHistory, Diagnostic> =
    options.all === true ? success(findProjectHistory(platform)) : findHistory(platform, words);
  if (!found.ok) return refuse(found.failure);
  const { history, pipeline, words: strays } = found.value;
  const [stray] = strays;
  if (stray !== undefined)
    return refuse(
      strayWord(stray, { command: "runs", seconds: ["show", "compare"], otherwise: `millrace runs show ${stray}; or --stage ${stray}` }),
    );
  const now = platform.clock.now();
  const outcomes = readOutcomes(options.status, options.failed === true);
  if (!outcomes.ok) return refuse(outcomes.failure);
  const since = options.since === undefined ? undefined : readMoment(options.since, now);
  if (options.since !== undefined && since === undefined) return refuse(noMoment(options.since));

  const all = pastRuns(platform, history.projectRoot);
  const selected = selectRuns(all, {
    ...(pipeline !== undefined && { pipeline }),
    outcomes: outcomes.value,
    ...(options.stage !== undefined && { stage: options.stage }),
    ...(since !== undefined && { since }),
    where: options.where,
    ...(options.sort !== undefined && { sort: options.sort }),
  });
  if (!selected.ok) return refuse(selected.failure);
  const runs = selected.value.slice(0, options.limit ?? usualLimit);
  if (options.json === true) {
    platform.console.out(runsDocument(runs, selected.value.length));
    return exitCodes.ok;
  }
  if (runs.length === 0) {
    platform.console.error(all.length === 0 ? "no run is kept here: millrace run\n" : `none of ${all.length} runs is like that\n`);
    return exitCodes.ok;
  }
  const paint = painter(platform.console.terminal.colour);
  const chosen = { params: options.param, metrics: options.metric };
  const columns = runColumns(runs, { paint, now, named: new Set(runs.map((listed) => listed.pipeline)).size > 1, ...chosen });
  printTable(platform, { columns, md: options.md === true });
  if (runs.length < selected.value.length) platform.console.error(`${runs.length} of ${selected.value.length}: --limit shows more\n`);
  return exitCodes.ok;

  function refuse(diagnostic: Diagnostic): ExitCode {
    tell(platform, [diagnostic]);
    return exitCodes.usage;
  }
}

function readOutcomes(words: readonly string[], failed: boolean): Result<readonly RunOutcome[], Diagnostic> {
  const wanted = words.flatMap((word) => word.split(","));
  const stray = wanted.find((word) => !runOutcomes.some((outcome) => outcome === word));
  if (stray !== undefined) {
    return failure(usageError("option-value", { message: `--status ${stray} is none`, hint: `one of ${runOutcomes.join(", ")}` }));
  }
  const unwell = failed ? runOutcomes.filter((outcome) => outcome !== "ok" && outcome !== "running") : [];
  return success([...(wanted as readonly RunOutcome[]), ...unwell]);
}

const noMoment = (text: string): Diagnostic =>
  usageError("option-value", { message: `--since ${text} is no moment`, hint: "30min, 12h, 7d, 2w, 2026-03-04 or 2026-03-04T05:06Z" });
