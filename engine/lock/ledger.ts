import { dirname } from "node:path";
import { type Entry, entryText, parseEntry } from "../key/entry.ts";
import type { Disk } from "../platform/disk.ts";
import { asProjectPath, asStageId, type ProjectPath, type StageId } from "../platform/identity.ts";

/** An output that Millrace wrote into this workspace, or is about to. */
export interface Owned {
  readonly path: ProjectPath;
  /** The lock file of the pipeline: two pipelines of a project share the ledger. */
  readonly owner: ProjectPath;
  readonly stage: StageId;
  /** Absent while the stage is at work: what is there then is debris. */
  readonly entry?: Entry;
}

/**
 * What stands in the workspace because Millrace put it there, so that it can be taken away again without the lock's help. A
 * journal of lines of which the last for a path counts; it is written before the workspace is, so a kill leaves nothing unowned.
 */
export class Ledger {
  readonly #disk: Disk;
  readonly #file: string;
  readonly #owned = new Map<ProjectPath, Owned>();
  readonly #folders = new Set<ProjectPath>();
  /** Paths by owner and stage: each stage asks for its own. */
  readonly #ofStage = new Map<string, Set<ProjectPath>>();
  #lines = 0;

  constructor({ disk, file }: { readonly disk: Disk; readonly file: string }) {
    this.#disk = disk;
    this.#file = file;
    if (disk.stat(file) === undefined) return;
    for (const line of disk.read(file).toString("utf8").split("\n")) this.#read(line);
  }

  at(path: ProjectPath): Owned | undefined {
    return this.#owned.get(path);
  }

  owners(): readonly ProjectPath[] {
    return [...new Set([...this.#owned.values()].map(({ owner }) => owner))];
  }

  of(owner: ProjectPath): readonly Owned[] {
    return [...this.#owned.values()].filter((owned) => owned.owner === owner);
  }

  ofStage(owner: ProjectPath, stage: StageId): readonly Owned[] {
    return [...(this.#ofStage.get(`${owner} ${stage}`) ?? [])].flatMap((path) => this.#owned.get(path) ?? []);
  }

  /** Whether Millrace made this folder, and may take it away once it is empty. */
  madeFolder(path: ProjectPath): boolean {
    return this.#folders.has(path);
  }

  write(owned: Owned): void {
    const { entry, ...rest } = owned;
    this.#append({ ...rest, ...(entry !== undefined && { entry: entryText(entry) }) });
    this.#own(owned);
  }

  writeFolder(path: ProjectPath): void {
    this.#append({ folder: path });
    this.#folders.add(path);
  }

  forget(path: ProjectPath): void {
    if (!this.#disown(path) && !this.#folders.delete(path)) return;
    this.#append({ gone: path });
  }

  /** Rewrites the journal once most of it is history. */
  compact(): void {
    const live = this.#owned.size + this.#folders.size;
    if (this.#lines <= 2 * live + 16) return;
    const lines = [
      ...[...this.#folders].map((folder) => JSON.stringify({ folder })),
      ...[...this.#owned.values()].map((owned) => JSON.stringify({ ...owned, entry: owned.entry && entryText(owned.entry) })),
    ];
    this.#disk.replace("ledger", this.#file, lines.map((line) => `${line}\n`).join(""));
    this.#lines = lines.length;
  }

  #own(owned: Owned): void {
    this.#disown(owned.path);
    this.#owned.set(owned.path, owned);
    const stage = `${owned.owner} ${owned.stage}`;
    const paths = this.#ofStage.get(stage) ?? new Set();
    this.#ofStage.set(stage, paths.add(owned.path));
  }

  #disown(path: ProjectPath): boolean {
    const owned = this.#owned.get(path);
    if (owned !== undefined) this.#ofStage.get(`${owned.owner} ${owned.stage}`)?.delete(path);
    return this.#owned.delete(path);
  }

  #append(line: Readonly<Record<string, string>>): void {
    this.#disk.makeDirectory("ledger", dirname(this.#file));
    // A line that a kill cut short must not swallow the next one.
    this.#disk.append("ledger", this.#file, `\n${JSON.stringify(line)}\n`);
    this.#lines += 1;
  }

  #read(line: string): void {
    const parsed = parseLine(line);
    if (parsed === undefined) return;
    this.#lines += 1;
    if (parsed.folder !== undefined) this.#folders.add(asProjectPath(parsed.folder));
    if (parsed.gone !== undefined) {
      this.#disown(asProjectPath(parsed.gone));
      this.#folders.delete(asProjectPath(parsed.gone));
    }
    if (parsed.path === undefined || parsed.owner === undefined || parsed.stage === undefined) return;
    const path = asProjectPath(parsed.path);
    const entry = parsed.entry === undefined ? undefined : parseEntry(parsed.entry);
    this.#own({ path, owner: asProjectPath(parsed.owner), stage: asStageId(parsed.stage), ...(entry && { entry }) });
  }
}

type Line = Readonly<Partial<Record<"path" | "owner" | "stage" | "entry" | "folder" | "gone", string>>>;

function parseLine(line: string): Line | undefined {
  if (line === "") return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
