import type { Disk } from "../platform/disk.ts";
import { markedRoot } from "../spec/project-root.ts";
import { editorLine } from "./editor-line.ts";
import type { ScaffoldFile } from "./scaffold.ts";

const text = `# The root of the project: registry/ and .millrace/ stand here. Nothing needs to be written into this file.
# What may be: where results are kept and for how long, remotes that share them, what stages share. \`millrace doctor\` shows the store and its limits.
#
# cache: { size: 20GB, age: 30d }
# remotes: { team: "s3://bucket/prefix" }
# pools: { memory: 16GB, gpu: [0, 1] }
`;

/** A file that makes the folder a project, unless one stands above it: a git repository, or a folder with such a file. */
export const projectConfig = (disk: Disk, folder: string): readonly ScaffoldFile[] =>
  markedRoot(disk, folder) !== undefined
    ? []
    : [{ path: "millrace.config.yaml", content: { text: editorLine(disk, { folder, schema: "config" }) + text } }];
