import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { configText } from "../../config/config-text.ts";
import { defaultConfig, readConfig } from "../../config/read-config.ts";
import type { Plan } from "../../graph/plan.ts";
import { pathPattern, unknownText } from "../../graph/unknown-value.ts";
import { readLock } from "../../lock/lock-file.ts";
import { asProjectPath, type ProjectPath } from "../../platform/identity.ts";
import { ignoreState } from "../../platform/ignore-state.ts";
import type { Platform } from "../../platform/platform.ts";
import { growByLock } from "../../run/grow-by-lock.ts";
import { filesIn, listProject } from "./project-listing.ts";

export interface CopyRequest {
  readonly platform: Platform;
  /** Of the workspace; its project is copied. */
  readonly plan: Plan;
  /** Absolute: where the copy is to be; nothing may be there. */
  readonly folder: string;
}

/** Installed packages, by folders that hold them: linked, since they are large and no stage writes them. */
const installed = ["node_modules", ".venv", "venv"];

/**
 * Makes a project of its own from the files of another: same files, same store, nothing that was made before. A run in it leaves
 * the workspace alone, and what it makes is in the store that both share.
 */
export async function makePrivateCopy({ platform, plan, folder }: CopyRequest): Promise<void> {
  const { disk } = platform;
  const { projectRoot } = plan.pipeline;
  // Instances of lists have left theirs, and others are to come.
  const grown = await growByLock(plan, readLock(disk, join(projectRoot, plan.pipeline.lockFile)));
  const outputs = new Set([...plan.stages.values(), ...grown.stages.values()].flatMap((stage) => stage.outputs.map(({ path }) => path)));
  const listed = await listProject(platform, { projectRoot, generated: new Set([...outputs, plan.pipeline.outputRoot]) });
  const inputs = [...new Set([plan, grown].flatMap(declaredInputs))];
  // What git ignores and a stage takes nevertheless, as data often is.
  const declared = inputs.flatMap((path) => takenFiles(platform, { projectRoot, path })).map(asProjectPath);
  const own = [plan.pipeline.file, plan.pipeline.lockFile, ...paramFiles(plan)];
  disk.makeDirectory("experiment", folder);
  for (const path of new Set([...listed, ...declared, ...own])) {
    if (!isWithinAny(path, outputs)) copyEntry({ platform, from: join(projectRoot, path), to: join(folder, path), projectRoot });
  }
  for (const path of inputs) {
    if (disk.stat(join(projectRoot, path))?.type === "directory") disk.makeDirectory("experiment", join(folder, path));
  }
  disk.makeDirectory("experiment", join(folder, plan.pipeline.folder));
  linkInstalled(platform, { plan, folder });
  markRoot(platform, folder);
  await shareConfig(platform, { projectRoot, folder });
}

/** Paths of the project that stages take, of the stages that are selected. */
const declaredInputs = ({ stages, selected }: Plan): readonly ProjectPath[] =>
  [...stages.values()]
    .filter(({ id }) => selected.has(id))
    .flatMap(({ inputs }) => inputs.flatMap(({ from }) => from.flatMap((source) => (source.kind === "file" ? [source.path] : []))));

/** Of instances of a list that nobody knows yet, all that their paths may come to be. */
function takenFiles({ disk }: Platform, { projectRoot, path }: { readonly projectRoot: string; readonly path: ProjectPath }) {
  const unknown = path.indexOf(unknownText);
  if (unknown < 0) return filesIn(disk, { projectRoot, path });
  const folder = asProjectPath(dirname(`${path.slice(0, unknown)}_`));
  if (disk.stat(join(projectRoot, folder))?.type !== "directory") return [];
  const isMeant = pathPattern(path);
  return filesIn(disk, { projectRoot, path: folder }).filter((file) => isMeant.test(file));
}

/** Those of the pipeline itself: what was given on the command line is among the settings. */
function paramFiles({ pipeline }: Plan): readonly ProjectPath[] {
  return pipeline.sources.flatMap(({ path }) => {
    const inside = path === undefined ? ".." : relative(pipeline.projectRoot, path);
    return inside.startsWith("..") || isAbsolute(inside) ? [] : [asProjectPath(inside)];
  });
}

const isWithinAny = (path: string, folders: ReadonlySet<string>): boolean => {
  for (let part = path; part !== "." && part !== ""; part = dirname(part)) if (folders.has(part)) return true;
  return false;
};

interface Entry {
  readonly platform: Platform;
  readonly from: string;
  readonly to: string;
  readonly projectRoot: string;
}

function copyEntry({ platform: { disk }, from, to, projectRoot }: Entry): void {
  const type = disk.stat(from)?.type;
  if (type !== "file" && type !== "link") return;
  if (disk.stat(to) !== undefined) return;
  disk.makeDirectory("experiment", dirname(to));
  if (type === "file") disk.copy("experiment", from, to);
  else disk.symlink("experiment", linkTarget(disk.readLink(from), { from, projectRoot }), to);
}

/** A link that leads out of the project would lead elsewhere from another depth. */
function linkTarget(target: string, { from, projectRoot }: { readonly from: string; readonly projectRoot: string }): string {
  const leadsTo = resolve(dirname(from), target);
  return relative(projectRoot, leadsTo).startsWith("..") ? leadsTo : target;
}

/** In the project's folder and in each on the way to the pipeline's. */
function linkInstalled({ disk }: Platform, { plan, folder }: { readonly plan: Plan; readonly folder: string }): void {
  const { projectRoot, folder: inner } = plan.pipeline;
  const parts = inner === "." ? [] : inner.split("/");
  for (let depth = 0; depth <= parts.length; depth += 1) {
    for (const name of installed) {
      const path = join(...parts.slice(0, depth), name);
      const from = join(projectRoot, path);
      if (disk.statTarget(from)?.type === "directory" && disk.stat(join(folder, path)) === undefined) {
        disk.symlink("experiment", from, join(folder, path));
      }
    }
  }
}

/** An empty `.git` ends the search for the project's root here, and git itself looks past it. */
function markRoot({ disk }: Platform, folder: string): void {
  if (disk.stat(join(folder, "millrace.config.yaml")) === undefined) disk.makeDirectory("experiment", join(folder, ".git"));
}

/** The copy's files of configuration mean what they mean in the workspace: above all, the same store. */
async function shareConfig(
  platform: Platform,
  { projectRoot, folder }: { readonly projectRoot: string; readonly folder: string },
): Promise<void> {
  const { disk } = platform;
  const config = await readConfig(platform, projectRoot);
  disk.makeDirectory("experiment", join(folder, ".millrace"));
  ignoreState(disk, folder);
  const text = configText(config.ok ? config.value : defaultConfig(platform, projectRoot));
  disk.replace("experiment", join(folder, ".millrace", "config.yaml"), text);
}
