import { dirname, join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import type { ScaffoldFile } from "./scaffold.ts";

const text = `# The root of the project: registry/ and .millrace/ stand here. Nothing needs to be written into this file.
`;

/** A file that makes the folder a project, unless one stands above it: a git repository, or a folder with such a file. */
export const projectConfig = (disk: Disk, folder: string): readonly ScaffoldFile[] =>
  isInProject(disk, folder) ? [] : [{ path: "millrace.config.yaml", content: { text } }];

function isInProject(disk: Disk, folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    if (["millrace.config.yaml", ".git"].some((name) => disk.statTarget(join(current, name)) !== undefined)) return true;
    if (dirname(current) === current) return false;
  }
}
