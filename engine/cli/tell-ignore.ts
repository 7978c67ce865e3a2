import { ignoreLine } from "../data/ignore-line.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import type { DataWork } from "./with-data.ts";

export interface IgnoreTold {
  readonly platform: Platform;
  readonly path: ProjectPath;
  /** Into the file, instead of onto stdout. */
  readonly write?: boolean;
}

/** The line that keeps git away from data, where .gitignore does not have it yet. */
export function tellIgnore({ data, progress, say }: DataWork, { platform, path, write = false }: IgnoreTold): void {
  const ignore = ignoreLine(platform.disk, { projectRoot: data.projectRoot, path, write });
  if (ignore === undefined) return;
  say(write ? `${ignore.file} now has the line ${ignore.line}` : `so that git leaves it alone, add to ${ignore.file}:`);
  if (write) return;
  progress.clear();
  platform.console.out(`${ignore.line}\n`);
}
