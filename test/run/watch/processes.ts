import { readdirSync, readlinkSync } from "node:fs";

/** Numbers of the processes whose working directory is in this folder. */
export function processesIn(folder: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && workingDirectory(name).startsWith(folder))
    .map(Number);
}

function workingDirectory(process: string): string {
  try {
    return readlinkSync(`/proc/${process}/cwd`);
  } catch {
    return "";
  }
}
