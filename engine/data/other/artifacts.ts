import { dirname, join, posix } from "node:path";
import { expandMatrix } from "../../graph/expand-matrix.ts";
import { draftOutputs } from "../../graph/outputs.ts";
import { ProblemList } from "../../graph/problem-list.ts";
import { type Entry, parseEntry } from "../../key/entry.ts";
import { findPins } from "../../lock/find-pins.ts";
import { readLock } from "../../lock/lock-file.ts";
import { asDigest } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import { loadPipeline } from "../../spec/load-pipeline.ts";
import { findPipelines } from "../../spec/pipeline-naming.ts";
import type { OtherProject } from "./open-other.ts";

/** Something that another project can give: its bytes are in its store and its remotes. */
export interface Artifact {
  readonly kind: "pinned" | "output" | "model";
  /** From the root of the repository; `name@version` of a model. */
  readonly path: string;
  readonly entry: Entry;
  readonly size?: number;
  readonly files?: number;
}

/** All of them, by path. What is wrong in a pipeline or a pin hides that one alone. */
export async function artifactsOf(platform: Platform, { folder }: OtherProject): Promise<readonly Artifact[]> {
  const { disk } = platform;
  const pinned = findPins(disk, folder).pins.map(
    ({ path, entry, size, files }): Artifact => ({ kind: "pinned", path, entry, size, files }),
  );
  const outputs: Artifact[] = [];
  for (const pipelineFolder of foldersIn(platform, folder)) {
    for (const file of findPipelines(disk, pipelineFolder)) outputs.push(...(await outputsOf(platform, { folder, file })));
  }
  return [...pinned, ...outputs, ...modelsOf(platform, folder)];
}

/** Folders that may hold a pipeline: what git keeps, and nothing below `registry/`. */
function foldersIn({ disk }: Platform, root: string): readonly string[] {
  const folders = [root];
  for (const folder of folders) {
    for (const { name, type } of disk.list(folder)) {
      if (type === "directory" && name !== ".git" && name !== "node_modules") folders.push(join(folder, name));
    }
  }
  return folders;
}

interface PipelinePlace {
  readonly folder: string;
  readonly file: string;
}

async function outputsOf(platform: Platform, { folder, file }: PipelinePlace): Promise<readonly Artifact[]> {
  const { pipeline } = await loadPipeline({ platform, file });
  if (pipeline === undefined) return [];
  const { records } = readLock(platform.disk, join(pipeline.projectRoot, pipeline.lockFile));
  const prefix = posix.relative(folder, pipeline.projectRoot);
  const problems = new ProblemList(pipeline.sources);
  const artifacts: Artifact[] = [];
  for (const instance of pipeline.stages.flatMap((spec) => expandMatrix(spec, { params: pipeline.params, problems }))) {
    const record = records.get(instance.id);
    if (record === undefined) continue;
    const declared = new Map(
      draftOutputs({ instance, kind: undefined, pipeline, problems }).map(({ port, path }) => [port, path as string]),
    );
    for (const [port, text] of Object.entries(record.out)) {
      const entry = parseEntry(text);
      const path = declared.get(port) ?? `${pipeline.outputRoot}/${instance.id}/${port}`;
      if (entry !== undefined) artifacts.push({ kind: "output", path: posix.join(prefix, path), entry });
    }
  }
  return artifacts;
}

function modelsOf({ disk }: Platform, folder: string): readonly Artifact[] {
  const models = join(folder, "registry", "models");
  if (disk.statTarget(models)?.type !== "directory") return [];
  return disk.list(models).flatMap(({ name, type }) =>
    type !== "directory"
      ? []
      : disk.list(join(models, name)).flatMap(({ name: file }): readonly Artifact[] => {
          const digest = file.endsWith(".json") ? digestIn(disk.read(join(models, name, file)).toString("utf8")) : undefined;
          if (digest === undefined) return [];
          return [
            { kind: "model", path: `${name}@${file.slice(0, -".json".length)}`, entry: { digest: asDigest(digest), shape: "directory" } },
          ];
        }),
  );
}

function digestIn(text: string): string | undefined {
  try {
    const fact: { readonly digest?: unknown } = JSON.parse(text);
    return typeof fact.digest === "string" && /^[0-9a-f]{64}$/.test(fact.digest) ? fact.digest : undefined;
  } catch {
    return undefined;
  }
}

/** The artifact that a path means: itself, or one that it is in. An output may be named without its ending. */
export function artifactAt(artifacts: readonly Artifact[], path: string): Artifact | undefined {
  const wanted = posix.normalize(path).replace(/\/$/, "");
  const stem = posix.join(dirname(wanted), posix.parse(wanted).name);
  return (
    artifacts.find((artifact) => artifact.path === wanted) ??
    artifacts.find((artifact) => artifact.kind === "output" && artifact.path === stem) ??
    artifacts.find((artifact) => artifact.entry.shape === "directory" && wanted.startsWith(`${artifact.path}/`))
  );
}
