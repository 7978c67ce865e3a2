import { stagesAtOnce } from "../../config/stages-at-once.ts";
import { storeFolder } from "../../config/store-folder.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import type { Event } from "../../events/event.ts";
import { recordedRun } from "../../history/recorded-run.ts";
import { EventRecorder } from "../../report/event-recorder.ts";
import { selectReporters } from "../../report/select.ts";
import { writeFile } from "../../report/write-file.ts";
import type { RunMode } from "../../run/request.ts";
import { listenForInterruption } from "../interruption.ts";
import { onlyNothing } from "../only-nothing.ts";
import type { CommandInvocation } from "../option-table.ts";
import { placeWords } from "../place-words.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { runOptions } from "../table/run.ts";
import { tell } from "../tell.ts";
import { tidyAfterRun } from "../tidy-after-run.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof runOptions>): Promise<ExitCode> {
  const { set, params, only = false, json = false } = options;
  const prepared = await preparePlan({ platform, arguments: words, set, params, only });
  const problems = prepared.ok ? onlyNothing({ command: "run", only, ...prepared.value }) : prepared.failure;
  if (!prepared.ok || problems.length > 0) {
    tell(platform, problems);
    return exitCodes.usage;
  }
  const { plan, given, warnings } = prepared.value;
  const unwritten: Diagnostic[] = [];
  const reporters = selectReporters({
    platform,
    projectRoot: plan.pipeline.projectRoot,
    place: placeWords({ cwd: options.cwd, given }),
    level: options.quiet === true ? "quiet" : options.verbose === true ? "verbose" : "normal",
    json,
    junit: options.junit,
    trace: options["trace-out"],
    onProblem: (diagnostic) => unwritten.push(diagnostic),
  });
  const recorder = new EventRecorder(platform.clock);
  let isTraced = options.trace === undefined;
  const listener = (event: Event): void => {
    // Where nothing can be traced, that is said already.
    isTraced ||= event.type === "undeclared-io" || (event.type === "notice" && event.diagnostic.code === "trace-unavailable");
    if (options.report !== undefined) recorder.on(event);
    for (const reporter of reporters) reporter.on(event);
  };
  const interruption = listenForInterruption((signal) => listener({ type: "notice", diagnostic: ending(signal) }));
  try {
    for (const diagnostic of warnings) listener({ type: "notice", diagnostic });
    const summary = await recordedRun({
      plan,
      platform,
      jobs: options.jobs ?? (await stagesAtOnce(platform, plan.pipeline.projectRoot)),
      mode: modeOf(options),
      pull: options.pull === true,
      keepGoing: options["keep-going"] === true,
      wait: options["no-wait"] !== true,
      signal: interruption.signal,
      listeners: [listener],
      ...(options.trace !== undefined && { trace: { strict: options.trace === "strict", all: options.verbose === true } }),
    });
    if (!isTraced) platform.console.error("nothing was traced: only what runs is; `--force` runs also what is fresh\n");
    if (options.report !== undefined) {
      const { makePage } = await import("../../report/page/make-page.ts");
      const { projectRoot } = plan.pipeline;
      const kept = { disk: platform.disk, projectRoot, storeFolder: await storeFolder(platform, projectRoot) };
      const page = await makePage(kept, recorder.events);
      const written = page === undefined ? undefined : writeFile(platform, { file: options.report, text: page });
      if (written?.ok === false) unwritten.push(written.failure);
    }
    const { projectRoot } = plan.pipeline;
    const { ran } = summary.counts;
    if (ran > 0) await tidyAfterRun({ platform, projectRoot, ran, signal: interruption.signal, quiet: options.quiet === true });
    return mostSevere([summary.exitCode, unwritten.length > 0 ? exitCodes.environment : exitCodes.ok]);
  } finally {
    for (const reporter of reporters) reporter.close();
    interruption.release();
    tell(platform, unwritten);
  }
}

/** The strictest of the flags that are given. */
function modeOf({ locked, verify, force }: CommandInvocation<typeof runOptions>["options"]): RunMode {
  if (locked === true) return "locked";
  if (verify === true) return "verify";
  return force === true ? "force" : "update";
}

const ending = (signal: string): Diagnostic => ({
  code: "interrupted",
  severity: "warning",
  message: `${signal}: the stages at work are being ended`,
  hint: "once more ends Millrace at once",
});
