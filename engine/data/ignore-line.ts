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
  const { file, text, known } = ignoreFile(disk, projectRoot);
  const literal = literally(path);
  const line = `/${literal}`;
  if (namesIt(known, literal) || isBelowIgnored(known, literal)) return undefined;
  if (write) disk.replace("ignore-file", file, `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`);
  return { file: ".gitignore", line };
}

/** Whether the project's own `.gitignore` has a line for this path alone. */
export const namesInIgnoreFile = (disk: Disk, { projectRoot, path }: Omit<IgnoreRequest, "write">): boolean =>
  namesIt(ignoreFile(disk, projectRoot).known, literally(path));

function ignoreFile(disk: Disk, projectRoot: string): { readonly file: string; readonly text: string; readonly known: readonly string[] } {
  const file = join(projectRoot, ".gitignore");
  const text = disk.statTarget(file)?.type === "file" ? disk.read(file).toString("utf8") : "";
  return { file, text, known: text.split(/\r?\n/).map((each) => each.replace(/\/$/, "")) };
}

/** What means something to git is meant literally. */
const literally = (path: string): string => path.replace(/[\\*?[\]#!]| $/g, "\\$&");

const namesIt = (lines: readonly string[], literal: string): boolean => lines.includes(`/${literal}`) || lines.includes(literal);

const isBelowIgnored = (lines: readonly string[], path: string): boolean =>
  path.split("/").some((_part, index, parts) => index > 0 && lines.includes(`/${parts.slice(0, index).join("/")}/*`));
