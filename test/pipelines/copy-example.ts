import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../temporary-folder.ts";

/** A copy of what is committed of `pipelines/<name>`, in a folder of its own, with the package beside it. */
export function copyExample(name: string): string {
  const repository = fileURLToPath(new URL("../..", import.meta.url));
  const source = join(repository, "pipelines", name);
  const project = temporaryFolder();
  mkdirSync(join(project, "node_modules"));
  symlinkSync(repository, join(project, "node_modules/millrace"));
  const folder = join(project, name);
  cpSync(source, folder, { recursive: true, filter: (path) => !/\/(?:out|reports|registry|\.millrace|pipeline\.lock\.json)$/.test(path) });
  return folder;
}
