import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { Experiment } from "../history/experiment/experiment.ts";
import type { ExperimentFiles } from "../history/experiment/experiment-files.ts";
import { failure, type Result, success } from "../platform/result.ts";

/** The experiments of those names, in that order. */
export function findExperiments(files: ExperimentFiles, names: readonly string[]): Result<readonly Experiment[], readonly Diagnostic[]> {
  const found = names.map((name) => files.find(name));
  const missing = names.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) return failure(missing.map((name) => unknown(name, files)));
  return success(found.filter((experiment) => experiment !== undefined));
}

function unknown(name: string, files: ExperimentFiles): Diagnostic {
  const near = didYouMean(
    name,
    files.list().map((experiment) => experiment.name),
  );
  return {
    code: "experiment-unknown",
    severity: "error",
    message: `there is no experiment ${name}`,
    hint: near === undefined ? "millrace exp show lists them" : `did you mean ${near}?`,
  };
}
