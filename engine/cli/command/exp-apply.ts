import { commandLine } from "../../diagnostics/command-line.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { applyExperiment } from "../../history/experiment/apply-experiment.ts";
import { ExperimentFiles } from "../../history/experiment/experiment-files.ts";
import { renderEdits } from "../../report/experiments/edits.ts";
import { painter } from "../../report/painter.ts";
import { findExperiments } from "../find-experiments.ts";
import { findHistory } from "../find-history.ts";
import type { CommandInvocation } from "../option-table.ts";
import { parseOptions } from "../parse-options.ts";
import { placeWords } from "../place-words.ts";
import type { expApplyOptions } from "../table/exp-apply.ts";
import { runOptions } from "../table/run.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";
import { run as runPipeline } from "./run.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof expApplyOptions>): Promise<ExitCode> {
  const place = findHistory(platform, words);
  if (!place.ok) return refuse([place.failure]);
  const { history, pipeline, given, words: names } = place.value;
  if (names.length !== 1)
    return refuse([usageError("option-value", { message: "exp apply takes one experiment", hint: "millrace exp show lists them" })]);
  const files = new ExperimentFiles({ platform, projectRoot: history.projectRoot });
  const found = findExperiments(files, names);
  if (!found.ok) return refuse(found.failure);
  const [experiment] = found.value;
  if (experiment === undefined) return exitCodes.usage;
  if (experiment.pipeline !== pipeline) return refuse([otherPipeline(experiment)]);
  const applied = await applyExperiment(platform, { experiment, projectRoot: history.projectRoot });
  if (!applied.ok) return refuse(applied.failure);
  const { console } = platform;
  const edits = renderEdits(applied.value.files, painter(console.terminal.colour));
  console.error(edits === "" ? `the params of ${experiment.name} are those of the workspace\n` : edits);
  tell(platform, applied.value.warnings);
  const again = placeWords({ cwd: options.cwd, given });
  if (options.run === false) {
    console.error(`${commandLine(["millrace", "run", ...again])} brings the pipeline up to date\n`);
    return exitCodes.ok;
  }
  return runPipeline({
    platform,
    options: { ...parseOptions([], runOptions).options, ...options },
    arguments: given === undefined ? [] : [given],
  });

  function refuse(diagnostics: readonly Diagnostic[]): ExitCode {
    tell(platform, diagnostics);
    return exitCodes.usage;
  }
}

const otherPipeline = ({ name, pipeline }: { readonly name: string; readonly pipeline: string }): Diagnostic =>
  usageError("experiment-unknown", {
    message: `${name} is an experiment with ${pipeline}`,
    hint: `name that pipeline: millrace exp apply ${pipeline} ${name}`,
  });
