import { join } from "node:path";
import type { DirectoryEntry, Disk } from "../platform/disk.ts";
import { errorCode } from "../platform/error-code.ts";

/** Paths relative to the project. */
export interface CommittedFiles {
  readonly locks: readonly string[];
  readonly pins: readonly string[];
  readonly registry: readonly string[];
}

/** Where nobody writes a pipeline, and where most files are. */
const passedBy: ReadonlySet<string> = new Set([".git", ".millrace", ".venv", "__pycache__", "node_modules", "venv"]);

/** The files of a project that name what is in a store. Links to folders are not followed. */
export function findCommittedFiles(disk: Disk, project: string): CommittedFiles {
  const [locks, pins, registry]: [string[], string[], string[]] = [[], [], []];
  const visit = (folder: string): void => {
    for (const { name, type } of members(disk, { project, folder })) {
      const path = join(folder, name);
      if (type === "directory" && !passedBy.has(name)) visit(path);
      else if (type === "directory") continue;
      else if (name.endsWith(".lock.json")) locks.push(path);
      else if (name.endsWith(".pin")) pins.push(path);
      else if (path.startsWith("registry/") && name.endsWith(".json")) registry.push(path);
    }
  };
  visit(".");
  return { locks, pins, registry };
}

/** A folder that may not be read holds nothing that this user has run. The project itself must be readable. */
function members(disk: Disk, { project, folder }: { readonly project: string; readonly folder: string }): readonly DirectoryEntry[] {
  try {
    return disk.list(join(project, folder));
  } catch (error) {
    if (folder === "." || errorCode(error) !== "EACCES") throw error;
    return [];
  }
}
