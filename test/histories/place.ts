import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import type { Project } from "../property/model.ts";
import { writePipeline, writeProject, writeSource } from "../property/render.ts";
import { Memory } from "./memory.ts";

/** A checkout of the project: its folder, the model of what stands in it, and what its store must and may know. */
export interface Place {
  readonly folder: string;
  /** A line for each command that was started. Files beside it make commands fail. */
  readonly executions: string;
  project: Project;
  readonly memory: Memory;
  /** Milliseconds by which the clock of this machine is off. */
  clockShift: number;
}

export function newPlace(root: string, { name, project }: { readonly name: string; readonly project: Project }): Place {
  const folder = join(root, name);
  mkdirSync(folder);
  writeProject(folder, project);
  return { folder, executions: join(root, `${name}-executions`), project, memory: new Memory(), clockShift: 0 };
}

export const lockOf = ({ folder }: Place): string => join(folder, "pipeline.lock.json");
export const readLock = (place: Place): string => (existsSync(lockOf(place)) ? readFileSync(lockOf(place), "utf8") : "");

/** The files of another model of the project, as git would check them out. */
export function checkOut(place: Place, project: Project): void {
  for (const path of place.project.files.keys()) rmSync(join(place.folder, path), { recursive: true, force: true });
  place.project = structuredClone(project);
  for (const path of project.files.keys()) {
    mkdirSync(dirname(join(place.folder, path)), { recursive: true });
    writeSource({ folder: place.folder, project, path });
  }
  writePipeline(place.folder, place.project);
}

/** The stages whose commands were started since the last call. */
export function executedIn({ executions }: Place): readonly string[] {
  const text = existsSync(executions) ? readFileSync(executions, "utf8") : "";
  writeFileSync(executions, "");
  return text.split("\n").filter((line) => line !== "");
}

/** This machine, as the place sees it. `onOut` hears what is written on stdout. */
export function platformOf(place: Place, onOut: (text: string) => void = () => undefined): Platform {
  const { environment, clock, ...rest } = nodePlatform();
  return {
    ...rest,
    clock: { ...clock, now: () => clock.now() + place.clockShift },
    console: { out: onOut, error: () => undefined, dataIsPlain: true, terminal: { interactive: false, columns: 80, colour: false } },
    environment: {
      ...environment,
      workingDirectory: place.folder,
      variables: { ...environment.variables, EXECUTIONS: place.executions },
    },
  };
}
