import { basename, dirname, join, relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Disk } from "../platform/disk.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";
import type { ScaffoldFile } from "./scaffold.ts";

export interface PlacedFiles {
  /** Paths relative to the folder. */
  readonly written: readonly string[];
  /** Were there before, and are as they were. */
  readonly kept: readonly string[];
}

export interface Placement {
  readonly platform: Pick<Platform, "disk" | "environment">;
  /** Absolute; made where it is not there. */
  readonly folder: string;
  readonly files: readonly ScaffoldFile[];
}

/** What stands in the way of a pipeline in this folder; nothing is written to find out. */
export function obstacles({ platform, folder, files }: Placement): readonly Diagnostic[] {
  const { disk, environment } = platform;
  const shown = (path: string): string => relative(environment.workingDirectory, path) || ".";
  const stands = disk.statTarget(folder);
  if (stands !== undefined && stands.type !== "directory") return [inTheWay(shown(folder), "a folder")];
  const [pipeline] = findPipelines(disk, folder);
  if (pipeline !== undefined) return [pipelineExists(shown(pipeline))];
  return files.flatMap(({ path }) => blockers(disk, { folder, path })).map(({ path, wanted }) => inTheWay(shown(path), wanted));
}

interface Blocker {
  readonly path: string;
  readonly wanted: "a folder" | "a file";
}

/** A file where a folder must be, a folder where a file must be, or a link that leads nowhere. */
function blockers(disk: Disk, { folder, path }: { readonly folder: string; readonly path: string }): readonly Blocker[] {
  const target = join(folder, path);
  const found = disk.statTarget(target);
  if (found === undefined ? disk.stat(target) !== undefined : found.type !== "file") return [{ path: target, wanted: "a file" }];
  for (let parent = dirname(target); parent !== folder; parent = dirname(parent)) {
    const type = disk.statTarget(parent)?.type;
    if (type === undefined ? disk.stat(parent) !== undefined : type !== "directory") return [{ path: parent, wanted: "a folder" }];
  }
  return [];
}

/**
 * Writes the files that are not there, and touches no other: a name is given to a file by linking, which fails where the name is
 * taken. Where one cannot be written, those before it are removed again, and the disk's error is thrown.
 */
export function placeFiles(placement: Placement): Result<PlacedFiles, readonly Diagnostic[]> {
  const problems = obstacles(placement);
  if (problems.length > 0) return failure(problems);
  const { platform, folder, files } = placement;
  const made: string[] = [];
  const written: string[] = [];
  try {
    for (const file of files) {
      const target = join(folder, file.path);
      made.push(...makeFolders(platform.disk, dirname(target)));
      if (!create(platform, { target, content: file.content })) continue;
      made.push(target);
      written.push(file.path);
    }
  } catch (error) {
    for (const path of made.reverse()) platform.disk.remove("project-file", path);
    throw error;
  }
  return success({ written, kept: files.map(({ path }) => path).filter((path) => !written.includes(path)) });
}

/** The folders that had to be made, outermost first. */
function makeFolders(disk: Disk, folder: string): readonly string[] {
  const missing: string[] = [];
  for (let current = resolve(folder); disk.statTarget(current) === undefined; current = dirname(current)) missing.unshift(current);
  if (missing.length > 0) disk.makeDirectory("project-file", folder);
  return missing;
}

interface Creation {
  readonly target: string;
  readonly content: ScaffoldFile["content"];
}

/** `false` where the name is taken. */
function create({ disk, environment }: Placement["platform"], { target, content }: Creation): boolean {
  if (disk.stat(target) !== undefined) return false;
  const temporary = join(dirname(target), `.millrace-init-${environment.processId}-${basename(target)}`);
  try {
    if ("text" in content) disk.replace("project-file", temporary, content.text);
    else disk.copy("project-file", content.copyOf, temporary);
    return disk.link("project-file", temporary, target);
  } finally {
    disk.remove("project-file", temporary);
  }
}

const inTheWay = (path: string, wanted: string): Diagnostic => ({
  code: "file-in-the-way",
  severity: "error",
  message: `${path} stands where ${wanted} is to be written`,
  hint: "move it away, or begin in another folder: `millrace init DIR`",
});

const pipelineExists = (path: string): Diagnostic => ({
  code: "pipeline-exists",
  severity: "error",
  message: `there is a pipeline here already: ${path}`,
  why: "nothing that exists is overwritten, and nothing was written",
  hint: "begin in another folder: `millrace init DIR`; or add a stage to this one: `millrace init --from-script COMMAND` prints it",
});
