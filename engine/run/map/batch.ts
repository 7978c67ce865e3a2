import { dirname, join, posix } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { mapToken } from "../../graph/map-folder.ts";
import type { PlanStage } from "../../graph/plan.ts";
import type { Tree } from "../../key/content.ts";
import { treeText } from "../../key/content.ts";
import { digestOf } from "../../key/digest.ts";
import { type Entry, entryText } from "../../key/entry.ts";
import type { Disk } from "../../platform/disk.ts";
import { asProjectPath, type ProjectPath } from "../../platform/identity.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import type { Store } from "../../store/store.ts";
import type { MapFile } from "./map-files.ts";
import type { Owners } from "./owners.ts";

export interface BatchRequest {
  readonly disk: Disk;
  readonly store: Store;
  /** Absolute. */
  readonly projectRoot: string;
  readonly stage: PlanStage;
  readonly files: readonly MapFile[];
}

/** Some files for which the command is started once, with folders that hold them alone, and what comes of them. */
export class Batch {
  readonly #request: BatchRequest;
  /** Project-relative, with a slash at the end. The same for the same files: it may get into what the command writes. */
  readonly #place: string;
  /** The stage as it is run for these files. */
  readonly stage: PlanStage;

  constructor(request: BatchRequest) {
    const { stage, files } = request;
    this.#request = request;
    this.#place = `.millrace/map/${stage.id}/${digestOf(files.map(({ key }) => key).join("\n")).slice(0, 12)}/`;
    this.stage = this.#moved(stage);
  }

  /** The first file that was no longer what was hashed when it was copied: nothing counts then that is made of these. */
  edited: string | undefined;

  /** The files' own copies, and empty folders for what is made of them. */
  async prepare(): Promise<void> {
    const { disk, stage, files } = this.#request;
    this.remove();
    for (const { port } of stage.outputs) disk.makeDirectory("scratch", this.#path("out", port));
    const made = new Set<string>();
    for (const file of files) {
      const copy = this.#path("in", stage.map?.port ?? "", file.name);
      if (!made.has(dirname(copy))) disk.makeDirectory("scratch", dirname(copy));
      made.add(dirname(copy));
      const isThere = disk.statTarget(file.path)?.type === "file";
      if (isThere) disk.copy("scratch", file.path, copy);
      if (!isThere || (await disk.hash(copy)) !== file.entry.digest) this.edited ??= file.name;
    }
  }

  /** What belongs to each file, as a folder of what stands beside it, in the store. */
  async collect(owners: Owners): Promise<Result<ReadonlyMap<MapFile, Readonly<Record<string, Entry>>>, Diagnostic>> {
    const { stage, store, files } = this.#request;
    const results = new Map(files.map((file) => [file, {} as Record<string, Entry>]));
    const byName = new Map(files.map((file) => [file.name, file]));
    for (const { port } of stage.outputs) {
      const trees = new Map<MapFile, Record<string, string>>(files.map((file) => [file, Object.create(null)]));
      const found = this.#results(port, owners);
      for (const { path, owner } of found) {
        const file = owner === undefined ? undefined : byName.get(owner);
        if (file === undefined) return failure(stray({ stage, port, path, files }));
        const taken = await store.take(this.#path("out", port, path));
        if (taken === undefined) return failure(stray({ stage, port, path, files }));
        const tree = trees.get(file);
        if (tree !== undefined) tree[posix.relative(posix.dirname(file.name), path)] = entryText(taken.entry);
      }
      for (const [file, tree] of trees) {
        const outputs = results.get(file);
        if (outputs !== undefined) outputs[port] = { digest: store.putBytes(treeText(nested(store, tree))), shape: "directory" };
      }
    }
    return success(results);
  }

  remove(): void {
    this.#request.disk.remove("scratch", this.#path());
  }

  /** Every file below an output folder. */
  #results(port: string, owners: Owners): readonly { readonly path: string; readonly owner: string | undefined }[] {
    const { disk } = this.#request;
    const found: { path: string; owner: string | undefined }[] = [];
    const visit = (folder: string): void => {
      for (const { name, type } of disk.list(this.#path("out", port, folder))) {
        const path = posix.join(folder, name);
        if (type === "directory") visit(path);
        else found.push({ path, owner: type === "file" ? owners.of(path) : undefined });
      }
    };
    const root = disk.stat(this.#path("out", port));
    if (root?.type === "directory") visit("");
    return found;
  }

  #path(...names: readonly string[]): string {
    return join(this.#request.projectRoot, this.#place, ...names);
  }

  #moved(stage: PlanStage): PlanStage {
    const at = (...names: readonly string[]): ProjectPath => asProjectPath(posix.join(this.#place, ...names));
    const moved = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value).replaceAll(mapToken, this.#place));
    const { does } = stage;
    return {
      ...stage,
      does: does.kind === "run" ? { ...does, command: moved(does.command) } : does,
      with: moved(stage.with),
      env: moved(stage.env),
      inputs: stage.inputs.map((input) =>
        input.port === stage.map?.port ? { ...input, from: [{ kind: "file", path: at("in", input.port) }] } : input,
      ),
      outputs: stage.outputs.map((output) => ({ ...output, path: at("out", output.port) })),
    };
  }
}

/** A tree of paths as a tree of folders; those below it are put into the store. */
function nested(store: Store, paths: Tree): Tree {
  const tree: Record<string, string> = Object.create(null);
  const folders = new Map<string, Record<string, string>>();
  for (const [path, text] of Object.entries(paths)) {
    const slash = path.indexOf("/");
    if (slash < 0) tree[path] = text;
    else {
      const name = path.slice(0, slash);
      const folder = folders.get(name) ?? Object.create(null);
      folder[path.slice(slash + 1)] = text;
      folders.set(name, folder);
    }
  }
  for (const [name, folder] of folders) tree[name] = `${store.putBytes(treeText(nested(store, folder)))}/`;
  return tree;
}

interface Stray {
  readonly stage: PlanStage;
  readonly port: string;
  readonly path: string;
  readonly files: readonly MapFile[];
}

function stray({ stage, port, path, files }: Stray): Diagnostic {
  const [first] = files;
  const example = first === undefined ? "" : first.name.replace(/\.[^./]*$/, "");
  return {
    code: "map-failed",
    severity: "error",
    message: `${path}, in output ${port} of stage ${stage.id}, belongs to none of the files for which it was started`,
    why: `what is made of ${first?.name ?? "a file"} is called ${example}, ${example}.* or stands in ${example}/; of two files that differ only in their extension, by the whole name`,
    hint: "name each result after its file; what is made of all files together is the work of another stage",
  };
}
