import { readdirSync, readFileSync } from "node:fs";
import { errorCode } from "./error-code.ts";

/** To every member of a group; `false` where no member lives. */
export function signalGroup(group: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  // kill(2) takes 0 for the caller's own group and -1 for everything: never by accident.
  if (!Number.isSafeInteger(group) || group <= 1) return false;
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    if (errorCode(error) !== "EPERM") throw error;
  }
  return signal !== 0 || hasLivingMember(group);
}

/** kill(2) counts members that are dead and were never waited for, which stay for good where process 1 is no init (containers). */
function hasLivingMember(group: number): boolean {
  if (process.platform !== "linux") return true;
  for (const name of readdirSync("/proc")) {
    const status = /^\d+$/.test(name) ? processStatus(Number(name)) : undefined;
    if (status !== undefined && status.group === group && !status.dead) return true;
  }
  return false;
}

export interface ProcessStatus {
  readonly dead: boolean;
  readonly group: number;
  /** Clock ticks since boot. */
  readonly startedAt: string;
}

/** From Linux' /proc; `undefined` where the process is gone. See proc_pid_stat(5): fields 3, 5 and 22. */
export function processStatus(processId: number): ProcessStatus | undefined {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, "utf8");
    // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { dead: fields[0] === "Z" || fields[0] === "X", group: Number(fields[2]), startedAt: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}
