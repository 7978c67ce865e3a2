import { join, sep } from "node:path";
import { digestOf } from "../key/digest.ts";
import type { Disk } from "../platform/disk.ts";
import type { Platform } from "../platform/platform.ts";

/** A project that uses a store, as `roots/<id>.json` says. What it needs stays. */
export interface Root {
  /** Absolute. */
  readonly project: string;
  /** Of the file system that the project is on: where another one stands in its place, it is not mounted. */
  readonly device: string;
  /** What it needed when it was last looked at, as entries in text: it counts while the project cannot be read. */
  readonly needs: readonly string[];
  /** Milliseconds since the epoch, by the store's file system: what it has used since is not in `needs`. */
  readonly recordedAt: number;
}

export interface RootPlace {
  /** Absolute. */
  readonly storeFolder: string;
  /** Absolute. */
  readonly projectRoot: string;
}

const rootFolder = (storeFolder: string): string => join(storeFolder, "roots");

const rootFile = ({ storeFolder, projectRoot }: RootPlace): string =>
  join(rootFolder(storeFolder), `${digestOf(projectRoot).slice(0, 16)}.json`);

/** Makes a project known to the store that it uses. Of a private copy of an experiment that is the project that keeps its lock. */
export function registerRoot({ disk }: Pick<Platform, "disk">, { storeFolder, projectRoot }: RootPlace): void {
  const place = { storeFolder, projectRoot: projectRoot.split(`${sep}.millrace${sep}`, 1)[0] ?? projectRoot };
  if (readRoot(disk, rootFile(place)) !== undefined) return;
  disk.makeDirectory("store-record", rootFolder(place.storeFolder));
  writeRoot(disk, place, []);
}

export function writeRoot(disk: Disk, place: RootPlace, needs: readonly string[]): void {
  const root: Omit<Root, "recordedAt"> = { project: place.projectRoot, device: String(disk.stat(place.projectRoot)?.device ?? ""), needs };
  const text = JSON.stringify(root);
  disk.replace("store-record", rootFile(place), `${text}\n${digestOf(text)}\n`);
}

export function removeRoot(disk: Disk, place: RootPlace): void {
  disk.remove("store-record", rootFile(place));
}

/** By their projects' paths; a file that is no record names nobody, and is in `damaged` by its path. */
export function readRoots(disk: Disk, storeFolder: string): { readonly roots: readonly Root[]; readonly damaged: readonly string[] } {
  const folder = rootFolder(storeFolder);
  if (disk.stat(folder)?.type !== "directory") return { roots: [], damaged: [] };
  const roots: Root[] = [];
  const damaged: string[] = [];
  for (const { name } of disk.list(folder)) {
    if (!name.endsWith(".json")) continue;
    const root = readRoot(disk, join(folder, name));
    if (root === undefined || rootFile({ storeFolder, projectRoot: root.project }) !== join(folder, name)) damaged.push(join(folder, name));
    else roots.push(root);
  }
  return { roots: roots.sort((one, other) => (one.project < other.project ? -1 : 1)), damaged };
}

/** Sealed, as results are: a torn or edited one is none. */
function readRoot(disk: Disk, file: string): Root | undefined {
  const stat = disk.stat(file);
  if (stat?.type !== "file") return undefined;
  const [text = "", seal] = disk.read(file).toString("utf8").split("\n");
  if (seal !== digestOf(text)) return undefined;
  return { ...(JSON.parse(text) as Omit<Root, "recordedAt">), recordedAt: Number(stat.modified / 1_000_000n) };
}
