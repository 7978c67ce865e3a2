import { accessSync, constants, type Stats, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { failure, type Result, success } from "./result.ts";

export interface ProgramSearch {
  readonly program: string;
  readonly cwd: string;
  readonly path: string | undefined;
}

/** Why a program cannot be started, found out before it is tried; else its absolute path. */
export function findProgram(search: ProgramSearch): Result<string, string> {
  if (!isDirectory(search.cwd)) return failure(`the working directory ${search.cwd} does not exist`);
  if (search.program.includes("/")) return judge(search.program, resolve(search.cwd, search.program));
  let found: Result<string, string> = failure(`there is no program named ${search.program} on PATH`);
  for (const folder of (search.path ?? "/usr/bin:/bin").split(delimiter)) {
    const file = resolve(search.cwd, folder, search.program);
    if (!exists(file) || isDirectory(file)) continue;
    const judged = judge(search.program, file);
    if (judged.ok) return judged;
    found = judged;
  }
  return found;
}

function judge(program: string, file: string): Result<string, string> {
  if (!exists(file)) return failure(`there is no program at ${program}`);
  if (isDirectory(file)) return failure(`${program} is a folder, not a program`);
  try {
    accessSync(file, constants.X_OK);
    return success(file);
  } catch {
    return failure(`${program} is not executable; chmod +x makes it so`);
  }
}

const exists = (path: string): boolean => lookAt(path) !== undefined;
const isDirectory = (path: string): boolean => lookAt(path)?.isDirectory() === true;

/** What may not be looked at, as in a folder of PATH that is another user's, is passed over as a shell does. */
function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
