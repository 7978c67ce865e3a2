import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Exclude } from "../key/content.ts";
import type { Disk } from "../platform/disk.ts";
import { Pace } from "../platform/files/pace.ts";

/** What stands at a path that is to be recorded. */
export interface Survey {
  readonly size: number;
  readonly files: number;
  /** A link that leads out of the folder, or into what is left out: nobody could restore what is behind it. */
  readonly strayLink?: string;
  /** Git's or Millrace's own folder in it. */
  readonly repository?: string;
}

/** Counts a folder, or a file, without reading it. `path` is absolute. */
export async function survey(disk: Disk, { path, exclude }: { readonly path: string; readonly exclude: Exclude }): Promise<Survey> {
  const stat = disk.stat(path);
  if (stat?.type !== "directory") return { size: Number(stat?.size ?? 0n), files: 1 };
  const root = disk.realPath(path) ?? path;
  const found = { size: 0, files: 0 };
  const folders: string[] = [""];
  const pace = new Pace();
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const { name, type } of disk.list(join(root, folder))) {
      if (pace.due) await pace.rest();
      const member = folder === "" ? name : `${folder}/${name}`;
      if (type === "directory" && (name === ".git" || name === ".millrace")) return { ...found, repository: member };
      if (exclude(member, type === "directory")) continue;
      if (type === "directory") folders.push(member);
      else if (type === "link" && !leadsInside(disk, { root, member, exclude })) return { ...found, strayLink: member };
      else if (type === "file") {
        found.files += 1;
        found.size += Number(disk.stat(`${root}/${member}`)?.size ?? 0n);
      }
    }
  }
  return found;
}

interface Link {
  readonly root: string;
  readonly member: string;
  readonly exclude: Exclude;
}

function leadsInside(disk: Disk, { root, member, exclude }: Link): boolean {
  const link = join(root, member);
  const text = disk.readLink(link);
  if (isAbsolute(text)) return false;
  const target = disk.realPath(link) ?? resolve(link, "..", text);
  const name = relative(root, target).split(sep).join("/");
  if (name === ".." || name.startsWith("../")) return false;
  const parts = name === "" ? [] : name.split("/");
  return !parts.some((_part, index) => exclude(parts.slice(0, index + 1).join("/"), index < parts.length - 1));
}
