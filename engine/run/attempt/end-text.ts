import type { ProcessEnd } from "../../platform/process.ts";

/** "the command …": how a process ended, as the rest of a sentence. */
export function endText(end: ProcessEnd): string {
  switch (end.kind) {
    case "exited":
      return `ended with exit code ${end.code}`;
    case "signalled":
      return `was ended by ${end.signal}`;
    case "not-started":
      return "could not be started";
  }
}

/** By a SIGKILL that nobody here sent, seen directly or through a shell. */
export const isKilled = (end: ProcessEnd): boolean =>
  (end.kind === "signalled" && end.signal === "SIGKILL") || (end.kind === "exited" && end.code === 137);

/** What often stands behind it. */
export function memoryHint(end: ProcessEnd): string | undefined {
  return isKilled(end) ? "when memory runs out, the system ends the largest process with SIGKILL" : undefined;
}
