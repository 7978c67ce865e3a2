import { readdirSync, readFileSync } from "node:fs";
import { processStatus } from "./process-group.ts";

/**
 * Sends a signal to every living process in whose environment, as it was when the program began, a variable names `folder` or something
 * in it. Returns how many there were. Linux only: elsewhere none is found.
 */
export function signalMarked(folder: string, signal: "SIGTERM" | "SIGKILL" | 0): number {
  if (process.platform !== "linux" || !folder.startsWith("/")) return 0;
  const marks = [`=${folder}\0`, `=${folder}/`];
  let found = 0;
  for (const name of readdirSync("/proc")) {
    const processId = Number(name);
    if (!Number.isSafeInteger(processId) || processId <= 1 || processId === process.pid) continue;
    const environment = environmentOf(processId);
    if (!marks.some((mark) => environment.includes(mark)) || processStatus(processId)?.dead !== false) continue;
    found += 1;
    try {
      process.kill(processId, signal);
    } catch {
      // It has ended meanwhile, or is another user's.
    }
  }
  return found;
}

function environmentOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/environ`, "latin1");
  } catch {
    return "";
  }
}
