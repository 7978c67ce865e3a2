import { posix } from "node:path";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";

/** What `text`, written in a file of `folder`, names; `undefined` where that is outside the project, or not relative. */
export function projectPath(folder: ProjectPath, text: string): ProjectPath | undefined {
  const rest = text.startsWith("./") ? text.slice(2) : text;
  if (!irregular.test(rest)) return asProjectPath(folder === "." ? rest : `${folder}/${rest}`);
  if (posix.isAbsolute(text)) return undefined;
  const path = posix.join(folder, text).replace(/(.)\/+$/, "$1");
  return path === ".." || path.startsWith("../") ? undefined : asProjectPath(path);
}

/** Empty, `.` and `..` segments, which most paths do not have: those need no normalising. */
const irregular = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** As a program in `cwd` names it; never read as an option. */
export function pathFrom(cwd: ProjectPath, path: ProjectPath): string {
  const relative = cwd === "." ? path : posix.relative(cwd, path) || ".";
  return relative.startsWith("-") ? `./${relative}` : relative;
}

/** Whether `path` is `folder` or stands in it. */
export const isWithin = (path: string, folder: string): boolean => folder === "." || path === folder || path.startsWith(`${folder}/`);
