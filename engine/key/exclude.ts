import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { partialMarker } from "../platform/partial-marker.ts";
import type { Exclude } from "./content.ts";

/** Names that never count as data, wherever they stand in a folder that comes in. */
const always = new Set(["__pycache__", ".git", "node_modules", ".DS_Store", ".ipynb_checkpoints", partialMarker]);

/** Whether it is one of those: made by a program beside its work, and made again. */
export const isJunk = (name: string): boolean => {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return always.has(base) || base.endsWith(".pyc");
};

/** What is left out of folders that come in: the list above and `.millraceignore` at the project root, in the syntax of `.gitignore`. */
export async function readExclude(disk: Disk, projectRoot: string): Promise<(folder: string) => Exclude> {
  const file = join(projectRoot, ".millraceignore");
  if (disk.stat(file) === undefined) return () => isJunk;
  const { default: ignore } = await import("ignore");
  const rules = ignore({ ignorecase: false }).add(disk.read(file).toString("utf8"));
  return (folder) => (name, directory) => {
    const path = folder === "." ? name : `${folder}/${name}`;
    return isJunk(name) || (!path.startsWith("..") && rules.ignores(directory ? `${path}/` : path));
  };
}
