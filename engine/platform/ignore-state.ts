import { join } from "node:path";
import type { Disk } from "./disk.ts";

/** `.millrace/` ignores itself, whoever makes it; it must be there. */
export function ignoreState(disk: Disk, projectRoot: string): void {
  const file = join(projectRoot, ".millrace", ".gitignore");
  if (disk.stat(file) === undefined) disk.replace("ignore-file", file, "*\n");
}
