import type { Disk } from "../platform/disk.ts";
import { markedRoot } from "../spec/project-root.ts";
import type { ScaffoldFile } from "./scaffold.ts";

const text = `# The root of the project: registry/ and .millrace/ stand here. Nothing needs to be written into this file.
`;

/** A file that makes the folder a project, unless one stands above it: a git repository, or a folder with such a file. */
export const projectConfig = (disk: Disk, folder: string): readonly ScaffoldFile[] =>
  markedRoot(disk, folder) !== undefined ? [] : [{ path: "millrace.config.yaml", content: { text } }];
