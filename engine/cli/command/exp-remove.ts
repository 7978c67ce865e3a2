import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import type { Experiment } from "../../history/experiment/experiment.ts";
import { ExperimentFiles } from "../../history/experiment/experiment-files.ts";
import { counted } from "../../report/columns.ts";
import { findExperiments } from "../find-experiments.ts";
import { findProjectHistory } from "../find-history.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { expRemoveOptions } from "../table/exp-remove.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run({ platform, options, arguments: names }: CommandInvocation<typeof expRemoveOptions>): Promise<ExitCode> {
  const { history } = findProjectHistory(platform);
  const files = new ExperimentFiles({ platform, projectRoot: history.projectRoot });
  const isAtWork = (experiment: Experiment): boolean => files.statusOf(experiment) === "running";
  const named = findExperiments(files, names);
  if (!named.ok) return refuse(named.failure);
  if (names.length === 0 && options.all !== true && options.queue !== true) return refuse([nothingNamed]);
  const atWork = named.value.filter(isAtWork);
  if (atWork.length > 0) return refuse(atWork.map(stillAtWork));
  const swept = files.list().filter((experiment) => {
    if (isAtWork(experiment)) return false;
    return options.all === true || (options.queue === true && files.statusOf(experiment) === "queued");
  });
  const gone = new Set([...named.value, ...swept].map(({ name }) => name));
  for (const name of gone) files.remove(name);
  platform.console.error(`${counted(gone.size, "experiment")} removed\n`);
  return exitCodes.ok;

  function refuse(diagnostics: readonly Diagnostic[]): ExitCode {
    tell(platform, diagnostics);
    return exitCodes.usage;
  }
}

const nothingNamed: Diagnostic = usageError("option-value", {
  message: "exp remove needs a name, --queue or --all",
  hint: "millrace exp show lists them",
});

const stillAtWork = ({ name }: Experiment): Diagnostic => ({
  code: "experiment-refused",
  severity: "error",
  message: `${name} is at work`,
  hint: "end it first, with Ctrl-C where it runs",
});
