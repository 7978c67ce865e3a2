import { join } from "node:path";
import type { Disk } from "../../platform/disk.ts";
import { isLeftOut } from "../../trace/left-out.ts";

/** What stands in a project at a moment: of each path a text that changes when the file does; folders are there with an empty one. */
export type Snapshot = ReadonlyMap<string, string>;

/** All files and folders below an absolute path, by absolute paths; virtual environments of Python are left out. */
export function snapshotOf(disk: Disk, root: string): Snapshot {
  const found = new Map<string, string>();
  const rest = [""];
  for (let folder = rest.pop(); folder !== undefined; folder = rest.pop()) {
    const entries = disk.list(join(root, folder));
    if (folder !== "" && entries.some(({ name }) => name === "pyvenv.cfg")) continue;
    if (folder !== "") found.set(join(root, folder), "");
    for (const { name, type } of entries) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (isLeftOut(path)) continue;
      if (type === "directory") rest.push(path);
      else found.set(join(root, path), fingerprint(disk, join(root, path)));
    }
  }
  return found;
}

function fingerprint(disk: Disk, path: string): string {
  const stat = disk.stat(path);
  return stat === undefined ? "gone" : `${stat.inode} ${stat.size} ${stat.modified} ${stat.changed}`;
}
