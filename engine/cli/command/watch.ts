import { dirname } from "node:path";
import { stagesAtOnce } from "../../config/stages-at-once.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import type { Event } from "../../events/event.ts";
import { recordedRun } from "../../history/recorded-run.ts";
import { clearedBefore } from "../../report/clear-screen.ts";
import { selectReporters } from "../../report/select.ts";
import { watch } from "../../run/watch/watch.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import { findPipeline } from "../find-pipeline.ts";
import { listenForInterruption } from "../interruption.ts";
import type { CommandInvocation } from "../option-table.ts";
import { placeWords } from "../place-words.ts";
import { type ReadPlan, readPlan } from "../prepare-plan.ts";
import type { watchOptions } from "../table/watch.ts";
import { tell } from "../tell.ts";
import { tidyAfterRun } from "../tidy-after-run.ts";
import { wrongFromTheStart } from "../wrong-from-the-start.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof watchOptions>): Promise<ExitCode> {
  const { set, params, only = false, json = false } = options;
  const found = findPipeline(platform, words);
  if (!found.ok) {
    tell(platform, [found.failure]);
    return exitCodes.usage;
  }
  const { file, given, stages } = found.value;
  const prepare = (): Promise<ReadPlan> => readPlan(found.value, { platform, set, params, only });
  const problems = wrongFromTheStart(await prepare(), { only, stages });
  if (problems.length > 0) {
    tell(platform, problems);
    return exitCodes.usage;
  }
  const projectRoot = findProjectRoot(platform.disk, dirname(file));
  const unwritten: Diagnostic[] = [];
  const reporters = selectReporters({
    platform,
    projectRoot,
    place: placeWords({ cwd: options.cwd, given }),
    level: options.quiet === true ? "quiet" : options.verbose === true ? "verbose" : "normal",
    json,
    junit: undefined,
    trace: undefined,
    onProblem: (diagnostic) => unwritten.push(diagnostic),
  });
  let atWork = false;
  const report = (event: Event): void => {
    atWork = event.type === "run-started" || (atWork && event.type !== "run-finished");
    for (const reporter of reporters) reporter.on(event);
  };
  const emit = options.clear === true ? clearedBefore(report, platform.console) : report;
  const interruption = listenForInterruption((signal) => {
    if (atWork) emit({ type: "notice", diagnostic: ending(signal) });
  });
  const { signal } = interruption;
  try {
    return await watch({
      platform,
      projectRoot,
      polling: options.poll === true,
      prepare,
      run: async (round) => {
        const { counts } = await recordedRun({
          ...round,
          platform,
          jobs: options.jobs ?? (await stagesAtOnce(platform, projectRoot)),
          mode: "update",
          keepGoing: options["keep-going"] === true,
          wait: true,
          signal,
          listeners: [emit],
        });
        const { projectRoot: root } = round.plan.pipeline;
        await tidyAfterRun({ platform, projectRoot: root, ran: counts.ran, signal, quiet: options.quiet === true });
      },
      signal,
      emit,
    });
  } finally {
    for (const reporter of reporters) reporter.close();
    interruption.release();
    tell(platform, unwritten);
  }
}

const ending = (signal: string): Diagnostic => ({
  code: "interrupted",
  severity: "warning",
  message: `${signal}: the stages at work are being ended`,
  hint: "once more ends Millrace at once",
});
