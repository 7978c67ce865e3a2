import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { createExperiments } from "../../history/experiment/create-experiments.ts";
import { ExperimentFiles } from "../../history/experiment/experiment-files.ts";
import { isToRun, runExperiments } from "../../history/experiment/run-experiments.ts";
import { counted, listed } from "../../report/columns.ts";
import { ExperimentNarrator } from "../../report/experiments/narrate.ts";
import { experimentsDocument, rowOf } from "../../report/experiments/table.ts";
import { painter } from "../../report/painter.ts";
import { findHistory } from "../find-history.ts";
import { findPipeline } from "../find-pipeline.ts";
import { listenForInterruption } from "../interruption.ts";
import type { CommandInvocation } from "../option-table.ts";
import { printExperiments } from "../print-experiments.ts";
import type { expRunOptions } from "../table/exp-run.ts";
import { tell } from "../tell.ts";
import { tidyAfterRun } from "../tidy-after-run.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof expRunOptions>): Promise<ExitCode> {
  const [found, place] = [findPipeline(platform, words), findHistory(platform, words)];
  if (!found.ok) return refuse([found.failure]);
  if (!place.ok) return refuse([place.failure]);
  const { file, stages } = found.value;
  const { projectRoot } = place.value.history;
  const files = new ExperimentFiles({ platform, projectRoot });
  const gives = options.set.length > 0 || options.params.length > 0 || options.name !== undefined || options.queue === true;
  const names: string[] = [];
  if (!gives || options["run-all"] === true) {
    const ofPipeline = files.list().filter((experiment) => experiment.pipeline === place.value.pipeline);
    names.push(...ofPipeline.filter((experiment) => isToRun(files, experiment)).map(({ name }) => name));
    if (!gives && names.length === 0) return refuse([nothingQueued]);
  }
  if (gives) {
    const request = { platform, file, stages, settings: options.set, paramFiles: options.params };
    const created = await createExperiments({ ...request, ...(options.name !== undefined && { name: options.name }) });
    if (!created.ok) return refuse(created.failure);
    const { experiments, leftOut, warnings } = created.value;
    tell(platform, warnings);
    if (leftOut.length > 0 && options.quiet !== true) {
      platform.console.error(`left out: ${listed(leftOut)}, since they change what is outside the pipeline\n`);
    }
    names.push(...experiments.map(({ name }) => name));
    if (options.queue === true) {
      platform.console.error(`queued: ${listed(names, 8)}; millrace exp run runs ${names.length === 1 ? "it" : "them"}\n`);
      return exitCodes.ok;
    }
  }

  const { console } = platform;
  const narrator = new ExperimentNarrator({ console, paint: painter(console.terminal.colour), quiet: options.quiet === true, names });
  const interruption = listenForInterruption((signal) => narrator.problem(ending(signal)));
  try {
    const exitCode = await runExperiments({
      platform,
      projectRoot,
      names,
      jobs: options.jobs ?? 1,
      signal: interruption.signal,
      watcher: narrator,
    });
    const ended = names.flatMap((name) => files.find(name) ?? []);
    const queued = ended.filter((experiment) => files.statusOf(experiment) === "queued").length;
    if (queued > 0) console.error(`${counted(queued, "experiment")} not begun: millrace exp run goes on\n`);
    if (options.json === true) {
      console.out(experimentsDocument(ended.map((experiment) => ({ ...rowOf(experiment, files.statusOf(experiment)), experiment }))));
    } else if (options.quiet !== true) {
      console.error("\n");
      await printExperiments(platform, {
        files,
        words: words.slice(0, words.length - stages.length),
        experiments: ended,
        params: [],
        metrics: [],
        md: false,
      });
    }
    const { signal } = interruption;
    await tidyAfterRun({ platform, projectRoot, ran: names.length, signal, quiet: options.quiet === true });
    return exitCode;
  } finally {
    interruption.release();
  }

  function refuse(diagnostics: readonly Diagnostic[]): ExitCode {
    tell(platform, diagnostics);
    return exitCodes.usage;
  }
}

const nothingQueued: Diagnostic = {
  code: "experiment-refused",
  severity: "error",
  message: "no experiment is queued, and none is given",
  hint: "for example millrace exp run --set training.epochs=5,10,20",
};

const ending = (signal: string): Diagnostic => ({
  code: "interrupted",
  severity: "warning",
  message: `${signal}: the experiments at work are being ended; the others stay queued`,
  hint: "once more ends Millrace at once",
});
