import { join, relative } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import type { Experiment } from "../../history/experiment/experiment.ts";
import { ExperimentFiles } from "../../history/experiment/experiment-files.ts";
import { readRun } from "../../history/read-run.ts";
import { outcomeOf } from "../../history/run-outcome.ts";
import { valueIn } from "../../history/run-value.ts";
import { unsortable } from "../../history/select-runs.ts";
import { readSortKey, sortRuns } from "../../history/sort-runs.ts";
import { rowOf } from "../../report/experiments/table.ts";
import { painter } from "../../report/painter.ts";
import { runDocument } from "../../report/runs/document.ts";
import { renderRun } from "../../report/runs/show.ts";
import { findExperiments } from "../find-experiments.ts";
import { findHistory } from "../find-history.ts";
import type { CommandInvocation } from "../option-table.ts";
import { printExperiments } from "../print-experiments.ts";
import type { expShowOptions } from "../table/exp-show.ts";
import { tell } from "../tell.ts";

type Invocation = CommandInvocation<typeof expShowOptions>;

export async function run(invocation: Invocation): Promise<ExitCode> {
  const { platform, options, arguments: words } = invocation;
  const place = findHistory(platform, words);
  if (!place.ok) return refuse([place.failure]);
  const { history, pipeline, words: names } = place.value;
  const files = new ExperimentFiles({ platform, projectRoot: history.projectRoot });
  if (names.length > 0) {
    const found = findExperiments(files, names);
    if (!found.ok) return refuse(found.failure);
    for (const experiment of found.value) showOne(invocation, { files, experiment });
    return exitCodes.ok;
  }
  const all = files.list().filter((experiment) => experiment.pipeline === pipeline);
  if (all.length === 0 && options.json !== true) {
    platform.console.error("there are no experiments: millrace exp run --set NAME=VALUE,…\n");
    return exitCodes.ok;
  }
  const sorted = inOrder(all, options.sort);
  if ("message" in sorted) return refuse([sorted]);
  await printExperiments(platform, {
    files,
    words: words.slice(0, words.length - names.length),
    experiments: sorted,
    ...(options.sort !== undefined && { sort: options.sort }),
    params: options.param,
    metrics: options.metric,
    md: options.md === true,
    json: options.json === true,
  });
  return exitCodes.ok;

  function refuse(diagnostics: readonly Diagnostic[]): ExitCode {
    tell(platform, diagnostics);
    return exitCodes.usage;
  }
}

function inOrder(experiments: readonly Experiment[], sort: string | undefined): readonly Experiment[] | Diagnostic {
  if (sort === undefined) return experiments;
  const key = readSortKey(sort);
  const rows = experiments.map((experiment) => {
    const { metrics, gates, params, milliseconds = 0 } = rowOf(experiment, "ok");
    return { experiment, metrics, gates, params, milliseconds, at: experiment.createdAt };
  });
  const unknown = key.name !== "when" && rows.every((row) => valueIn(row, key.name) === undefined);
  return unknown ? unsortable(key.name, rows) : sortRuns(rows, key).map(({ experiment }) => experiment);
}

interface One {
  readonly files: ExperimentFiles;
  readonly experiment: Experiment;
}

function showOne({ platform, options }: Invocation, { files, experiment }: One): void {
  const { console, clock, disk, environment } = platform;
  const { result, name } = experiment;
  const projectRoot = files.folderOf(name);
  const past = result?.run === undefined ? undefined : readRun({ disk, projectRoot }, result.run);
  if (past === undefined || result === undefined) {
    const status = files.statusOf(experiment);
    const settings = experiment.settings.map((setting) => `${setting.name}=${setting.value}`).join(" ");
    console.out(
      `${name}: ${status}${settings === "" ? "" : `, ${settings}`}${result?.problem === undefined ? "" : `\n  ${result.problem}`}\n`,
    );
    return;
  }
  const outcome = outcomeOf(result.exitCode);
  if (options.json === true) {
    console.out(runDocument(past, { run: past.started.run, short: name, outcome, milliseconds: result.milliseconds }));
    return;
  }
  console.out(
    renderRun({
      past,
      outcome,
      milliseconds: result.milliseconds,
      title: `experiment ${name}`,
      paint: painter(console.terminal.colour),
      now: clock.now(),
      width: console.terminal.interactive ? console.terminal.columns : Number.POSITIVE_INFINITY,
      locate: (path) => relative(environment.workingDirectory, join(projectRoot, path)),
      next: [[`millrace exp apply ${name}`, "write its params into the workspace"]],
    }),
  );
}
