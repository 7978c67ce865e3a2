import { join, posix } from "node:path";
import type { PlanStage } from "../../graph/plan.ts";
import type { Disk } from "../../platform/disk.ts";
import type { ProjectPath } from "../../platform/identity.ts";
import { plainValue } from "./plain-value.ts";

export interface CommandFilesRequest {
  readonly stage: PlanStage;
  readonly cwd: ProjectPath;
  /** The private temporary folder, absolute. */
  readonly folder: string;
}

/**
 * Writes what a command may want to read instead of being told in words, and returns the variables that name the files. Paths
 * in them are relative to `cwd`: no machine's path gets into a result.
 */
export function commandFiles(disk: Disk, { stage, cwd, folder }: CommandFilesRequest): Record<string, string> {
  const from = (path: ProjectPath): string => posix.relative(cwd, path);
  const contents = {
    MILLRACE_WITH: plainValue(stage.with),
    MILLRACE_INPUTS: byName(
      stage.inputs.map((input) => {
        const paths = input.from.map((source) => from(source.path));
        return [input.port, input.gathered ? paths : paths[0]] as const;
      }),
    ),
    MILLRACE_OUTPUTS: byName(stage.outputs.map((output) => [output.port, from(output.path)] as const)),
  };
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]) => {
      const path = join(folder, `${name}.json`);
      // The folder is new and nobody reads yet: no need of a second name.
      disk.append("scratch", path, `${JSON.stringify(content, undefined, 2)}\n`);
      return [name, path];
    }),
  );
}

/** Sorted: the order of ports in the pipeline file is in no key. */
const byName = (ports: readonly (readonly [string, unknown])[]): unknown =>
  Object.fromEntries(ports.toSorted(([one], [other]) => (one < other ? -1 : 1)));
