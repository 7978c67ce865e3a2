import { dirname, join, posix } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { absolute, type Workspace } from "../freshness/workspace.ts";
import { isAwaited } from "../graph/awaited-lists.ts";
import type { PlanStage } from "../graph/plan.ts";
import { readContent } from "../key/content.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import type { Ledger } from "../lock/ledger.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import { removeLeftovers } from "./leftovers.ts";

type KeptWorkspace = Pick<Workspace, "plan" | "projectRoot" | "reader" | "store">;

export interface OutputKeeperRequest {
  readonly workspace: KeptWorkspace;
  readonly ledger: Ledger;
  /** Absolute: where hand-edited outputs of this run are moved. */
  readonly displacedFolder: string;
  readonly notify: (diagnostic: Diagnostic) => void;
}

/** The only place that makes and removes outputs in the workspace; the ledger is always written first. */
export class OutputKeeper {
  readonly #workspace: KeptWorkspace;
  readonly #ledger: Ledger;
  readonly #displacedFolder: string;
  readonly #notify: (diagnostic: Diagnostic) => void;
  readonly #tidied = new Set<string>();
  /** Claimed, and neither settled nor discarded: the folders that wait for them are not empty. */
  readonly #atWork = new Set<ProjectPath>();

  constructor({ workspace, ledger, displacedFolder, notify }: OutputKeeperRequest) {
    this.#workspace = workspace;
    this.#ledger = ledger;
    this.#displacedFolder = displacedFolder;
    this.#notify = notify;
  }

  /**
   * Outputs that no stage of the plan, or of a pipeline that is gone, has any more, with their ownership; what the plan now reads as
   * a source stays, and what an instance has made that a list may bring back.
   */
  async sweep(): Promise<void> {
    const { plan } = this.#workspace;
    const stages = [...plan.stages.values()];
    const kept = new Set(stages.filter((stage) => !stage.skipped).flatMap((stage) => stage.outputs.map((output) => output.path)));
    const sources = stages.flatMap((stage) => stage.inputs.flatMap((input) => input.from.filter((source) => source.kind === "file")));
    const owners = this.#ledger.owners().filter((owner) => owner === plan.pipeline.lockFile || this.#isGone(owner));
    const awaited = isAwaited(plan);
    for (const { path, owner, stage } of owners.flatMap((owner) => this.#ledger.of(owner))) {
      if (kept.has(path) || (owner === plan.pipeline.lockFile && awaited(stage))) continue;
      if (!sources.some((source) => overlaps(source.path, path))) await this.clear(path);
      this.#ledger.forget(path);
    }
  }

  /** Whether the pipeline of that lock was removed or renamed: nobody else will take its outputs away. */
  #isGone(lockFile: ProjectPath): boolean {
    const stem = absolute(this.#workspace, lockFile).replace(/\.lock\.json$/, "");
    return [".yaml", ".yml"].every((ending) => this.#workspace.reader.disk.statTarget(stem + ending) === undefined);
  }

  /** The stage's own outputs at paths that it no longer has. */
  async sweepStage(stage: PlanStage): Promise<void> {
    const kept = new Set(stage.outputs.map((output) => output.path));
    for (const owned of this.#ledger.ofStage(this.#workspace.plan.pipeline.lockFile, stage.id)) {
      if (kept.has(owned.path)) continue;
      await this.clear(owned.path);
      this.#ledger.forget(owned.path);
    }
  }

  /** Removes what stands at an output path; bytes that a person made and no store has are moved aside instead. */
  async clear(path: ProjectPath): Promise<void> {
    const { reader, store } = this.#workspace;
    const target = absolute(this.#workspace, path);
    this.#tidy(dirname(target));
    if (this.#isDebris(path)) reader.disk.remove("output", target);
    else if (reader.disk.stat(target) !== undefined) {
      const there = await readContent(reader, { path: target });
      if (there === undefined || this.#isOurs(path, there) || store.has(there)) reader.disk.remove("output", target);
      else this.#displace(path);
    }
    this.#prune(path);
  }

  /** Takes an output away, whatever stands there, with the folders that it leaves empty. */
  remove(path: ProjectPath): void {
    const target = absolute(this.#workspace, path);
    this.#tidy(dirname(target));
    this.#workspace.reader.disk.remove("output", target);
    this.#prune(path);
    this.#ledger.forget(path);
  }

  /** Of an output that is not there: its folders may be, of a stage that was ended before it wrote. */
  forget(path: ProjectPath): void {
    this.#prune(path);
    this.#ledger.forget(path);
  }

  /** Makes room for a stage's outputs: old ones gone, parents there, ownership written. */
  async prepare(stage: PlanStage): Promise<void> {
    await this.sweepStage(stage);
    for (const output of stage.outputs) {
      await this.clear(output.path);
      await this.claim(stage, output.path);
    }
  }

  /** The same, but what stands there as Millrace left it, or is in the store, stays, to be brought up to date: its content by path. */
  async prepareToUpdate(stage: PlanStage): Promise<ReadonlyMap<ProjectPath, Entry>> {
    const { reader, store } = this.#workspace;
    await this.sweepStage(stage);
    const standing = new Map<ProjectPath, Entry>();
    for (const { path } of stage.outputs) {
      const target = absolute(this.#workspace, path);
      const isFolder = !this.#isDebris(path) && reader.disk.stat(target)?.type === "directory";
      const there = isFolder ? await readContent(reader, { path: target }) : undefined;
      if (there !== undefined && (this.#isOurs(path, there) || store.has(there))) standing.set(path, there);
      else await this.clear(path);
      await this.claim(stage, path);
    }
    return standing;
  }

  async claim(stage: PlanStage, path: ProjectPath): Promise<void> {
    this.#ledger.write({ path, owner: this.#workspace.plan.pipeline.lockFile, stage: stage.id });
    this.#atWork.add(path);
    await this.#makeParents(path);
  }

  /** The stage's outputs are these now. Writes nothing where the ledger says so already. */
  settle(stage: PlanStage, outputs: Readonly<Record<string, Entry>>): void {
    for (const { port, path } of stage.outputs) {
      this.#atWork.delete(path);
      const entry = outputs[port];
      if (entry === undefined) continue;
      const owned = this.#ledger.at(path);
      if (owned?.stage === stage.id && owned.entry !== undefined && sameEntry(owned.entry, entry)) continue;
      this.#ledger.write({ path, owner: this.#workspace.plan.pipeline.lockFile, stage: stage.id, entry });
    }
  }

  /** After a failure: a failed stage loses its outputs. */
  async discard(stage: PlanStage): Promise<void> {
    for (const { path } of stage.outputs) {
      this.#atWork.delete(path);
      await this.clear(path);
      this.#ledger.forget(path);
    }
  }

  /** Once a folder, and before anything is restored into it: from then on temporary files in it are those of this run, at work. */
  #tidy(folder: string): void {
    if (this.#tidied.has(folder)) return;
    this.#tidied.add(folder);
    removeLeftovers(this.#workspace.reader.disk, { point: "output", folder });
  }

  /** Left by a stage that did not come to its end: whatever it is, it need not be readable. */
  #isDebris(path: ProjectPath): boolean {
    const owned = this.#ledger.at(path);
    return owned !== undefined && owned.entry === undefined;
  }

  #isOurs(path: ProjectPath, there: Entry): boolean {
    const owned = this.#ledger.at(path);
    return owned?.entry !== undefined && sameEntry(owned.entry, there);
  }

  #displace(path: ProjectPath): void {
    const { disk } = this.#workspace.reader;
    const destination = join(this.#displacedFolder, path);
    disk.makeDirectory("displace", dirname(destination));
    disk.remove("displace", destination);
    disk.rename("displace", absolute(this.#workspace, path), destination);
    this.#notify({
      code: "displaced",
      severity: "warning",
      message: `${path} held bytes that no stage made; they are now in ${posix.relative(this.#workspace.plan.pipeline.projectRoot, destination)}`,
      why: "it is an output of a stage, and was edited by hand",
      hint: "edit what the stage reads instead, or copy the file back under another name",
    });
  }

  async #makeParents(path: ProjectPath): Promise<void> {
    const { disk } = this.#workspace.reader;
    const missing: ProjectPath[] = [];
    for (let folder = parentOf(path); folder !== "."; folder = parentOf(folder)) {
      const there = disk.statTarget(absolute(this.#workspace, folder));
      if (there?.type === "directory") break;
      // Once an output itself, of a stage that now writes elsewhere.
      if (there !== undefined) await this.clear(folder);
      missing.unshift(folder);
    }
    for (const folder of missing) {
      this.#ledger.writeFolder(folder);
      disk.makeDirectory("output", absolute(this.#workspace, folder));
    }
    const outputs = this.#outputsFolder();
    const ignore = join(absolute(this.#workspace, outputs), ignoreFile);
    if (path.startsWith(`${outputs}/`) && disk.stat(ignore) === undefined) disk.replace("ignore-file", ignore, "*\n");
  }

  #isAwaited(folder: ProjectPath): boolean {
    for (const path of this.#atWork) if (path.startsWith(`${folder}/`)) return true;
    return false;
  }

  /** `out/` beside the pipeline file: it ignores itself. */
  #outputsFolder(): ProjectPath {
    return asProjectPath(posix.join(this.#workspace.plan.pipeline.folder, "out"));
  }

  /** Folders that Millrace made and that are empty now, upwards. */
  #prune(path: ProjectPath): void {
    const { disk } = this.#workspace.reader;
    const outputs = this.#outputsFolder();
    for (let folder = parentOf(path); folder !== "."; folder = parentOf(folder)) {
      this.#tidy(absolute(this.#workspace, folder));
      const ours = this.#ledger.madeFolder(folder) || folder === outputs || folder.startsWith(`${outputs}/`);
      const target = absolute(this.#workspace, folder);
      if (!ours || this.#isAwaited(folder) || disk.stat(target)?.type !== "directory") return;
      const members = disk.list(target).filter((member) => !(folder === outputs && member.name === ignoreFile));
      if (members.length > 0) return;
      disk.remove("output", target);
      this.#ledger.forget(folder);
    }
  }
}

const ignoreFile = ".gitignore";
const parentOf = (path: ProjectPath): ProjectPath => asProjectPath(posix.dirname(path));
const overlaps = (one: string, other: string): boolean => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
