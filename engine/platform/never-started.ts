import type { ProcessEnd, StartedProcess } from "./process.ts";

/** A program that could not be started, in the shape of one that was. */
export function neverStarted(message: string): StartedProcess {
  const end: ProcessEnd = { kind: "not-started", message };
  return { group: 0, release: () => undefined, disconnect: () => undefined, exited: Promise.resolve(end), ended: Promise.resolve(end) };
}
