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
  readonly storeFolder: string;
  /** Milliseconds by which the clock of this machine is off. */
  clockShift: number;
  /** How bytes get from the store into the workspace. */
}

interface PlaceRequest {
  readonly name: string;
  readonly project: Project;
  /** Of the other checkouts, where all share one store. */
  readonly shared?: Memory | undefined;
}

/** All checkouts of a history have one remote, `remote/` beside them. */
export function newPlace(root: string, { name, project, shared }: PlaceRequest): Place {
  const folder = join(root, name);
  mkdirSync(folder);
  writeProject(folder, project);
  writeFileSync(join(folder, "millrace.config.yaml"), "remotes: { team: ../remote }\n");
  const storeFolder = shared === undefined ? join(folder, ".millrace/store") : join(root, "store");
  const executions = join(root, `${name}-executions`);
  const place: Place = { folder, executions, project, memory: shared ?? new Memory(), storeFolder, clockShift: 0 };
  configure(place);
  return place;
}

/** What this checkout alone has configured. */
function configure({ folder, storeFolder }: Pick<Place, "folder" | "storeFolder">): void {
  mkdirSync(join(folder, ".millrace"), { recursive: true });
  writeFileSync(join(folder, ".millrace/config.yaml"), `cache: { folder: ${JSON.stringify(storeFolder)} }\n`);
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
      variables: { ...environment.variables, EXECUTIONS: place.executions, MILLRACE_TRUST: "write", MILLRACE_SIGNING_KEY: signingKey },
    },
  };
}

const signingKey = "of a history, and of nothing else";
