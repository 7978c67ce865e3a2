import { posix } from "node:path";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";

/** What `text`, written in a file of `folder`, names; `undefined` where that is outside the project, or not relative. */
export function projectPath(folder: ProjectPath, text: string): ProjectPath | undefined {
  if (posix.isAbsolute(text)) return undefined;
  const path = posix.join(folder, text).replace(/(.)\/+$/, "$1");
  return path === ".." || path.startsWith("../") ? undefined : asProjectPath(path);
}

/** As a program in `cwd` names it; never read as an option. */
export function pathFrom(cwd: ProjectPath, path: ProjectPath): string {
  const relative = posix.relative(cwd, path) || ".";
  return relative.startsWith("-") ? `./${relative}` : relative;
}

/** Whether `path` is `folder` or stands in it. */
export const isWithin = (path: string, folder: string): boolean => folder === "." || path === folder || path.startsWith(`${folder}/`);
