import { basename, dirname, join } from "node:path";
import type { Disk } from "../platform/disk.ts";

const suffix = ".pipeline.yaml";

export interface PipelineNaming {
  /** What the pipeline is called where it does not say so itself. */
  readonly name: string;
  /** Beside the YAML file. */
  readonly outputRoot: string;
  /** Beside the YAML file. */
  readonly lockFile: string;
}

/** `pipeline.yaml` -> `out`, `pipeline.lock.json`; `wine.pipeline.yaml` -> `out/wine`, `wine.pipeline.lock.json`. */
export function pipelineNaming(file: string): PipelineNaming {
  const base = basename(file);
  if (base === "pipeline.yaml") return { name: basename(dirname(file)), outputRoot: "out", lockFile: "pipeline.lock.json" };
  const stem = base.endsWith(suffix) ? base.slice(0, -suffix.length) : base.replace(/\.ya?ml$/, "");
  const lock = base.endsWith(suffix) ? `${stem}.pipeline.lock.json` : `${stem}.lock.json`;
  return { name: stem, outputRoot: `out/${stem}`, lockFile: lock };
}

/** The pipeline files of a folder, `pipeline.yaml` first, then by name; absolute paths. Empty where the folder is none. */
export function findPipelines(disk: Disk, folder: string): readonly string[] {
  if (disk.statTarget(folder)?.type !== "directory") return [];
  const names = disk.list(folder).filter(({ name, type }) => type !== "directory" && isPipelineName(name));
  return names
    .map(({ name }) => name)
    .sort((left, right) => Number(right === "pipeline.yaml") - Number(left === "pipeline.yaml") || (left < right ? -1 : 1))
    .map((name) => join(folder, name));
}

export const isPipelineName = (name: string): boolean => name === "pipeline.yaml" || (name.endsWith(suffix) && name.length > suffix.length);
