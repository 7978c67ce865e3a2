import { join, relative } from "node:path";
import { commandLine } from "../../diagnostics/command-line.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { readRun } from "../../history/read-run.ts";
import { findRun } from "../../history/run-names.ts";
import { painter } from "../../report/painter.ts";
import { runDocument } from "../../report/runs/document.ts";
import { renderRun } from "../../report/runs/show.ts";
import { findPastRuns } from "../find-past-runs.ts";
import type { CommandInvocation } from "../option-table.ts";
import { placeWords } from "../place-words.ts";
import type { runsShowOptions } from "../table/runs-show.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof runsShowOptions>): Promise<ExitCode> {
  const found = findPastRuns(platform, { words, anyPipeline: options.all === true });
  if (!found.ok) {
    tell(platform, [found.failure]);
    return exitCodes.usage;
  }
  const { history, given } = found.value.found;
  const { all } = found.value;
  const [meant = all[0]] = found.value.runs;
  const past = meant && readRun(history, meant.run);
  if (meant === undefined || past === undefined) {
    const none = findRun([], undefined);
    tell(platform, none.ok ? [] : [none.failure]);
    return exitCodes.usage;
  }
  if (options.json === true) {
    platform.console.out(runDocument(past, meant));
    return exitCodes.ok;
  }
  const { terminal } = platform.console;
  const place = placeWords({ cwd: options.cwd, given });
  const command = (...more: readonly string[]): string => commandLine(["millrace", ...more]);
  const failed = past.stages.find(({ outcome, log }) => outcome === "failed" && log !== undefined);
  const before = all[all.indexOf(meant) + 1];
  platform.console.out(
    renderRun({
      past,
      outcome: meant.outcome,
      milliseconds: meant.milliseconds,
      title: `run ${meant.short}`,
      paint: painter(terminal.colour),
      now: platform.clock.now(),
      width: terminal.interactive ? terminal.columns : Number.POSITIVE_INFINITY,
      locate: (path) => relative(platform.environment.workingDirectory, join(history.projectRoot, path)),
      next: [
        ...(failed === undefined ? [] : [[command("log", ...place, failed.stage, "--run", meant.short), "all of its output"] as const]),
        ...(before === undefined
          ? []
          : [[command("runs", "compare", ...place, before.short, meant.short), "what changed since the run before"] as const]),
      ],
    }),
  );
  return exitCodes.ok;
}
