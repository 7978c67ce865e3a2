import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import type { ProjectPath } from "../platform/identity.ts";

export interface IgnoreLine {
  /** The `.gitignore` that it belongs in, from the project root. */
  readonly file: string;
  readonly line: string;
}

export interface IgnoreRequest {
  readonly projectRoot: string;
  readonly path: ProjectPath;
  /** Into the file, instead of only saying so. */
  readonly write: boolean;
}

/** The line that keeps git away from data, in the project's own `.gitignore`; `undefined` where it is there already. */
export function ignoreLine(disk: Disk, { projectRoot, path, write }: IgnoreRequest): IgnoreLine | undefined {
  const file = join(projectRoot, ".gitignore");
  const text = disk.statTarget(file)?.type === "file" ? disk.read(file).toString("utf8") : "";
  // What means something to git is meant literally.
  const literal = path.replace(/[\\*?[\]#!]| $/g, "\\$&");
  const line = `/${literal}`;
  const known = text.split(/\r?\n/).map((each) => each.replace(/\/$/, ""));
  if ([line, literal].some((each) => known.includes(each)) || isBelowIgnored(known, literal)) return undefined;
  if (write) disk.replace("ignore-file", file, `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`);
  return { file: ".gitignore", line };
}

const isBelowIgnored = (lines: readonly string[], path: string): boolean =>
  path.split("/").some((_part, index, parts) => index > 0 && lines.includes(`/${parts.slice(0, index).join("/")}/*`));
