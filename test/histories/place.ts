import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { partialMarker } from "../../engine/platform/partial-marker.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { mappedFolder, type Project, partsFile } from "../property/model.ts";
import { writeMapped, writeParts, writePipeline, writeProject, writeSource } from "../property/render.ts";
import { Memory } from "./memory.ts";
import { actualContent, type Content, sourcesOf } from "./oracle.ts";

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
  /** What each pin says, by the path of the data. */
  readonly pins: Map<string, Pinned>;
  /** Pins came from elsewhere: what they name need not be here. */
  isClone: boolean;
}

export interface Pinned {
  readonly content: Content;
  /** Makes the model say the same. */
  readonly put: (project: Project) => void;
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
  const place: Place = {
    folder,
    executions,
    project,
    memory: shared ?? new Memory(),
    storeFolder,
    clockShift: 0,
    pins: new Map(),
    isClone: false,
  };
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
  for (const path of sourcesOf(place.project)) rmSync(join(place.folder, path), { recursive: true, force: true });
  place.project = structuredClone(project);
  for (const path of sourcesOf(project)) checkOutSource(place, path);
  writePipeline(place.folder, place.project);
}

/** A source as the model says that it is. */
export function checkOutSource({ folder, project }: Place, path: string): void {
  rmSync(join(folder, path), { recursive: true, force: true });
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  if (path === partsFile) writeParts(folder, project);
  else if (path === mappedFolder) writeMapped(folder, project);
  else writeSource({ folder, project, path });
}

/** What stands at a path; where nothing does, or only some of it, what its pin says. */
export const contentAt = (place: Place, path: string): Content | undefined =>
  isAway(place, path) ? place.pins.get(path)?.content : actualContent(place.folder, path);

/** A source is not here, or only some of its files are. */
export const isAway = ({ folder }: Place, path: string): boolean =>
  !existsSync(join(folder, path)) || existsSync(join(folder, path, partialMarker));

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
