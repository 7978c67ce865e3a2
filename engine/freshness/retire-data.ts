import { dirname, join } from "node:path";
import { isJunk } from "../key/exclude.ts";
import type { Disk } from "../platform/disk.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Workspace } from "./workspace.ts";

export interface RetireRequest {
  /** Absolute: recorded data, which something else stands for now. */
  readonly old: string;
  /** What was, or is now, there. */
  readonly path: ProjectPath;
  /** Whether the data's successor stands at the path. */
  readonly replaced: boolean;
}

/**
 * Removes data of which every version is kept, but for what .millraceignore leaves out of it: nobody has another copy of that, so it
 * moves to the data that stands there now, or where it has no place in them to `.millrace/displaced/ignored/`.
 */
export function retireData(
  { reader: { disk }, projectRoot, exclude }: Pick<Workspace, "reader" | "projectRoot" | "exclude">,
  { old, path, replaced }: RetireRequest,
): void {
  const isLeftOut = exclude(path);
  const visit = (folder: string): void => {
    for (const member of disk.list(join(old, folder))) {
      const name = folder === "" ? member.name : `${folder}/${member.name}`;
      const isFolder = member.type === "directory";
      if (isJunk(name)) continue;
      if (isLeftOut(name, isFolder)) moveTo(disk, join(old, name), placeFor(disk, { projectRoot, path, name, replaced }));
      else if (isFolder) visit(name);
    }
  };
  const stat = disk.stat(old);
  if (stat?.type === "directory") visit("");
  if (stat !== undefined) disk.remove("output", old);
}

interface LeftOut extends Pick<RetireRequest, "path" | "replaced"> {
  readonly projectRoot: string;
  readonly name: string;
}

function placeFor(disk: Disk, { projectRoot, path, name, replaced }: LeftOut): string {
  const usual = join(projectRoot, path, name);
  // A folder made for it alone would count as data.
  if (replaced && disk.stat(dirname(usual))?.type === "directory" && disk.stat(usual) === undefined) return usual;
  for (let number = 0; ; number += 1) {
    const spare = join(projectRoot, ".millrace", "displaced", `ignored${number === 0 ? "" : `-${number}`}`, path, name);
    if (disk.stat(spare) === undefined) return spare;
  }
}

function moveTo(disk: Disk, from: string, to: string): void {
  disk.makeDirectory("displace", dirname(to));
  disk.rename("displace", from, to);
}
