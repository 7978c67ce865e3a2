import { join } from "node:path";
import { type Entry, entryText, parseEntry, sameEntry } from "../key/entry.ts";
import type { Disk } from "../platform/disk.ts";
import type { ProjectPath } from "../platform/identity.ts";

/**
 * What Millrace itself last left at each pinned path of this checkout, `.millrace/state/data.tsv`. What is still that was edited by
 * nobody, and may go when the pin says something else. Where the file is lost, whatever differs counts as edited.
 */
export class PlacedData {
  readonly #disk: Disk;
  readonly #file: string;

  constructor(disk: Disk, projectRoot: string) {
    this.#disk = disk;
    this.#file = join(projectRoot, ".millrace", "state", "data.tsv");
  }

  isPlaced(path: ProjectPath, entry: Entry): boolean {
    const placed = this.#read().get(path);
    return placed !== undefined && sameEntry(placed, entry);
  }

  /** `undefined`: nothing of ours is there any more. */
  set(path: ProjectPath, entry: Entry | undefined): void {
    const all = this.#read();
    if (entry === undefined ? !all.delete(path) : this.isPlaced(path, entry)) return;
    if (entry !== undefined) all.set(path, entry);
    this.#write(all);
  }

  move(from: ProjectPath, to: ProjectPath): void {
    const all = this.#read();
    const entry = all.get(from);
    if (entry === undefined) return;
    all.delete(from);
    this.#write(all.set(to, entry));
  }

  #write(all: ReadonlyMap<string, Entry>): void {
    const lines = [...all].map(([placed, content]) => `${entryText(content)}\t${placed}\n`);
    this.#disk.replace("pin", this.#file, lines.sort().join(""));
  }

  #read(): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    if (this.#disk.stat(this.#file)?.type !== "file") return entries;
    for (const line of this.#disk.read(this.#file).toString("utf8").split("\n")) {
      const tab = line.indexOf("\t");
      const entry = parseEntry(line.slice(0, tab));
      if (entry !== undefined) entries.set(line.slice(tab + 1), entry);
    }
    return entries;
  }
}
