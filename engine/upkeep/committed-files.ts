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
  const found: Record<"lock" | "pin" | "registry" | "other", string[]> = { lock: [], pin: [], registry: [], other: [] };
  const visit = (folder: string): void => {
    for (const { name, type } of members(disk, { project, folder })) {
      const path = join(folder, name);
      if (type === "directory" && !passedBy.has(name)) visit(path);
      else if (type === "directory") continue;
      else found[committedKind(path) ?? "other"].push(path);
    }
  };
  visit(".");
  return { locks: found.lock, pins: found.pin, registry: found.registry };
}

/** What a file of a project is by its path in it; `undefined`: nothing that names what is in a store. */
export function committedKind(path: string): "lock" | "pin" | "registry" | undefined {
  if (path.endsWith(".lock.json")) return "lock";
  if (path.endsWith(".pin")) return "pin";
  return path.startsWith("registry/") && path.endsWith(".json") ? "registry" : undefined;
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
