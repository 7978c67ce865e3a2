import type { Platform } from "./platform.ts";

/** Names one process for good, also across a restart of the machine. */
export interface ProcessIdentity {
  readonly pid: number;
  /** See `Processes.startTime`. */
  readonly startTime: string;
  readonly host: string;
}

export const thisProcess = ({ environment, processes }: Pick<Platform, "environment" | "processes">): ProcessIdentity => ({
  pid: environment.processId,
  startTime: processes.startTime(environment.processId) ?? "",
  host: environment.hostName,
});

/** Of another machine nothing can be known: it counts as alive. */
export function isAlive(
  { environment, processes }: Pick<Platform, "environment" | "processes">,
  { pid, startTime, host }: ProcessIdentity,
): boolean {
  return host !== environment.hostName || processes.startTime(pid) === startTime;
}
