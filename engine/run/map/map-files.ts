import { join, posix } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Assessment } from "../../freshness/assess.ts";
import { absolute, type Workspace } from "../../freshness/workspace.ts";
import type { PlanStage } from "../../graph/plan.ts";
import { readContent, type Tree, treeOfText } from "../../key/content.ts";
import { type Entry, parseEntry } from "../../key/entry.ts";
import { keyOf } from "../../key/make-manifest.ts";
import type { Manifest } from "../../key/manifest.ts";
import type { Digest } from "../../platform/identity.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { inputChanged } from "../changed-inputs.ts";

/** A file that a stage is run for. */
export interface MapFile {
  /** Relative to the folder that is mapped, with `/`. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly entry: Entry;
  /** Of what the stage makes of this file alone. */
  readonly key: Digest;
}

/** Every file of the folder that a stage is mapped over, by name. */
export async function mapFiles(
  workspace: Workspace,
  { stage, assessment }: { readonly stage: PlanStage; readonly assessment: Assessment },
): Promise<Result<readonly MapFile[], Diagnostic>> {
  const { port = "" } = stage.map ?? {};
  const source = stage.inputs.find((input) => input.port === port)?.from[0];
  const whole = assessment.inputs[port]?.[0];
  if (source === undefined || whole?.shape !== "directory") return failure(noFolder(stage, port));
  const folder = absolute(workspace, source.path);
  const trees = new Map<Digest, Tree>();
  const exclude = source.kind === "file" ? { exclude: workspace.exclude(source.path) } : {};
  await readContent(workspace.reader, { path: folder, ...exclude, onTree: (digest, text) => trees.set(digest, treeOfText(text)) });
  const manifest: Manifest = JSON.parse(assessment.manifest.text);
  const keyOfFile = fileKeys(manifest, port);
  const files: MapFile[] = [];
  const open = [{ digest: whole.digest, name: "" }];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const tree = trees.get(visit.digest);
    // Even where it is soon as it was again: what was not seen is not run.
    if (tree === undefined) return failure(inputChanged(stage, source.path));
    for (const [member, text] of Object.entries(tree)) {
      const name = posix.join(visit.name, member);
      const path = join(folder, name);
      const entry = parseEntry(text) ?? (await readContent(workspace.reader, { path }));
      if (entry === undefined || (entry.shape === "directory" && text.startsWith("link:"))) return failure(strangeLink(stage, name));
      if (entry.shape === "directory") open.push({ digest: entry.digest, name });
      else files.push({ name, path, entry, key: keyOfFile(name, entry) });
    }
  }
  return success(files.sort((one, other) => (one.name < other.name ? -1 : 1)));
}

/** The stage's own manifest with the one file instead of the folder; where the folder and the outputs stand is of no concern to it. */
function fileKeys(manifest: Manifest, port: string): (name: string, entry: Entry) => Digest {
  const out = Object.fromEntries(Object.entries(manifest.out).map(([name, { path: _path, ...fact }]) => [name, fact]));
  return (name, entry) => {
    const fact = { ...entry, format: posix.extname(name).toLowerCase(), path: name };
    return keyOf({ ...manifest, out, in: { ...manifest.in, [port]: [fact] } }).key;
  };
}

const noFolder = (stage: PlanStage, port: string): Diagnostic => ({
  code: "map-failed",
  severity: "error",
  message: `stage ${stage.id} is mapped over its input ${port}, which is a file`,
  why: "`map` runs the stage for each file of a folder",
  hint: "name a folder, or leave `map` out",
});

const strangeLink = (stage: PlanStage, name: string): Diagnostic => ({
  code: "map-failed",
  severity: "error",
  message: `${name}, in the folder that stage ${stage.id} is mapped over, is a link to a folder, or to nothing`,
  why: "`map` runs the stage for each file",
  hint: "put the files themselves there",
});
