import { resolve } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { StageId } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { headCommit } from "../../run/head-commit.ts";
import { loadPipeline } from "../../spec/load-pipeline.ts";
import { plainValue } from "../../spec/plain-value.ts";
import { valueAt } from "../../spec/tree-path.ts";
import { leavesOf } from "../leaves.ts";
import type { Experiment } from "./experiment.ts";
import { ExperimentFiles, experimentName } from "./experiment-files.ts";
import { planExperiment } from "./experiment-plan.ts";
import { combinations, readAxes } from "./grid.ts";
import { generatedName, untakenNames } from "./name-experiment.ts";
import { overriddenParams } from "./overridden-params.ts";

export interface CreateRequest {
  readonly platform: Platform;
  /** Absolute path of the YAML file. */
  readonly file: string;
  readonly stages: readonly string[];
  /** `a=1,2,3`. */
  readonly settings: readonly string[];
  /** Relative to the working directory. */
  readonly paramFiles: readonly string[];
  /** Of one experiment; of several, what their names begin with. */
  readonly name?: string;
}

export interface Created {
  readonly experiments: readonly Experiment[];
  readonly leftOut: readonly StageId[];
  readonly warnings: readonly Diagnostic[];
}

/** A grid beyond this is a mistake more often than a wish. */
const most = 1000;

/** Notes an experiment for each combination of values. All are checked before the first is noted. */
export async function createExperiments(request: CreateRequest): Promise<Result<Created, readonly Diagnostic[]>> {
  const { platform, file, stages, paramFiles } = request;
  if (request.name !== undefined && !experimentName.test(request.name)) return failure([noName(request.name)]);
  const axes = readAxes(request.settings);
  if (!axes.ok) return failure([axes.failure]);
  const rows = combinations(axes.value);
  if (rows.length > most) return failure([tooMany(rows.length)]);
  const given = new Set(paramFiles.map((path) => resolve(platform.environment.workingDirectory, path)));
  const own = await loadPipeline({ platform, file });
  const varying = new Set(axes.value.filter(({ values }) => values.length > 1).map(({ name }) => name));
  const drafts: Omit<Experiment, "format" | "name">[] = [];
  let projectRoot = "";
  let leftOut: readonly StageId[] = [];
  let warnings: readonly Diagnostic[] = [];
  for (const row of rows) {
    const settings = row.map(({ name, value }) => `${name}=${value}`);
    const planned = await planExperiment({ platform, file, settings, paramFiles, stages });
    if (!planned.ok) return planned;
    const { pipeline } = planned.value.plan;
    const overridden = overriddenParams(pipeline, given);
    const stray = overridden.filter(
      ({ name }) => own.pipeline !== undefined && valueAt(own.pipeline.params, name.split(".")) === undefined,
    );
    if (stray.length > 0) return failure(stray.map(({ name }) => notOwn(name)));
    ({ projectRoot } = pipeline);
    ({ leftOut, warnings } = planned.value);
    const commit = headCommit(platform.disk, projectRoot);
    drafts.push({
      pipeline: pipeline.file,
      stages,
      settings: overridden,
      params: leavesOf(plainValue(pipeline.params)),
      createdAt: platform.clock.now(),
      ...(commit !== undefined && { commit }),
    });
  }
  const files = new ExperimentFiles({ platform, projectRoot });
  const base = (draft: (typeof drafts)[number]): string => {
    if (request.name !== undefined) return drafts.length === 1 ? request.name : `${request.name}-${drafts.indexOf(draft) + 1}`;
    const telling = draft.settings.filter(
      ({ name }) => varying.size === 0 || [...varying].some((axis) => name === axis || name.startsWith(`${axis}.`)),
    );
    return generatedName(telling);
  };
  if (request.name !== undefined) {
    const taken = drafts.map(base).find((name) => files.find(name) !== undefined);
    if (taken !== undefined) return failure([nameTaken(taken)]);
  }
  return success({ experiments: drafts.map((draft) => note(files, { draft, name: base(draft) })), leftOut, warnings });
}

function note(
  files: ExperimentFiles,
  { draft, name }: { readonly draft: Omit<Experiment, "format" | "name">; readonly name: string },
): Experiment {
  const taken = new Set(files.list().map((experiment) => experiment.name));
  for (const candidate of untakenNames(name, taken)) {
    const experiment: Experiment = { format: 1, name: candidate, ...draft };
    if (files.create(experiment)) return experiment;
  }
  throw new Error("names do not end");
}

const notOwn = (name: string): Diagnostic => ({
  code: "unknown-param",
  severity: "error",
  message: `a \`--params\` file gives \`${name}\`, which the pipeline does not have`,
  why: "an experiment is made of params that can be written into the pipeline when it is applied",
  hint: `add \`${name}\` to its \`params\``,
});

const noName = (name: string): Diagnostic => ({
  code: "experiment-refused",
  severity: "error",
  message: `${JSON.stringify(name)} is no name of an experiment`,
  why: "it becomes the name of a file",
  hint: "letters, digits, `-`, `_` and `.`, 60 at most, a letter or digit first",
});

const nameTaken = (name: string): Diagnostic => ({
  code: "experiment-refused",
  severity: "error",
  message: `there is an experiment ${name} already`,
  hint: `take another name, or millrace exp remove ${name}`,
});

const tooMany = (count: number): Diagnostic => ({
  code: "experiment-refused",
  severity: "error",
  message: `that is ${count} experiments, more than ${most}`,
  hint: "give fewer values, or several commands",
});
