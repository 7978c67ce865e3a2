import { basename, dirname, join, relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";
import { usageError } from "./usage-error.ts";

export interface FoundPipeline {
  /** Absolute. */
  readonly file: string;
  /** As the user gave it; `undefined` where it is the one of the working directory. */
  readonly given: string | undefined;
  /** What was not the pipeline: names of stages, patterns. */
  readonly stages: readonly string[];
}

/**
 * The first argument is a pipeline if it is a folder, holds `/` or ends in `.yaml`; else the working directory's is meant. So it is
 * by a word that is both a stage's and the name of a folder without a pipeline. A folder that is reached by a link is meant itself.
 */
export function findPipeline({ disk, environment }: Platform, given: readonly string[]): Result<FoundPipeline, Diagnostic> {
  const { workingDirectory } = environment;
  const [first, ...rest] = given;
  const path = straight(resolve(workingDirectory, first ?? "."));
  if (first !== undefined && /\.ya?ml$/.test(first)) {
    return disk.statTarget(path)?.type === "file" ? success({ file: path, given: first, stages: rest }) : failure(absent(first));
  }
  const isFolder = first !== undefined && first !== "" && disk.statTarget(path)?.type === "directory";
  if (first?.includes("/") || (isFolder && (findPipelines(disk, path).length > 0 || findPipelines(disk, workingDirectory).length === 0))) {
    return disk.statTarget(path)?.type === "directory" ? inFolder(path, { given: first, stages: rest }) : failure(absent(first));
  }
  return inFolder(straight(workingDirectory), { given: undefined, stages: given });

  /** Of a file, its folder: the file itself may be a link to one that several folders share. */
  function straight(given: string): string {
    if (disk.statTarget(given)?.type === "directory") return disk.realPath(given) ?? given;
    return join(disk.realPath(dirname(given)) ?? dirname(given), basename(given));
  }

  function inFolder(folder: string, found: Pick<FoundPipeline, "given" | "stages">): Result<FoundPipeline, Diagnostic> {
    const named = findPipelines(disk, folder);
    const shown = (file: string): string => relative(workingDirectory, file);
    const [only] = named;
    if (only === undefined)
      return failure(
        none(
          shown(folder),
          disk.list(folder).map(({ name }) => name),
        ),
      );
    // `pipeline.yaml` is first, and is what a folder means.
    if (named.length === 1 || basename(only) === "pipeline.yaml") return success({ file: only, ...found });
    return failure(several(named.map(shown)));
  }
}

const absent = (given: string): Diagnostic =>
  usageError("no-pipeline", { message: `there is no ${given}`, hint: "name a folder with a pipeline.yaml, or a .yaml file" });

function none(folder: string, names: readonly string[]): Diagnostic {
  const other = names.find((name) => /^(.*\.)?pipeline\.yml$/.test(name));
  return usageError("no-pipeline", {
    message: `there is no pipeline.yaml in ${folder === "" ? "this folder" : folder}`,
    hint:
      other === undefined
        ? "name a folder with a pipeline.yaml, or a .yaml file; `millrace init` begins one"
        : `rename ${other} to ${other.replace(/yml$/, "yaml")}`,
  });
}

const several = (files: readonly string[]): Diagnostic =>
  usageError("several-pipelines", {
    message: `there are ${files.length} pipelines here: ${files.join(", ")}`,
    hint: `name one of them, as in millrace run ${files[0]?.includes("/") === true ? files[0] : `./${files[0]}`}`,
  });
