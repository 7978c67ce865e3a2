import { readFileSync } from "node:fs";
import { processStatus } from "./process-group.ts";

/** When a process started, in a form that differs for two processes that get the same number; `undefined` where it is gone. */
export function startTime(processId: number): string | undefined {
  if (!Number.isSafeInteger(processId) || processId <= 0) return undefined;
  if (process.platform !== "linux") return startTimeByPs(processId);
  const status = processStatus(processId);
  return status === undefined || status.dead ? undefined : `${bootId()} ${status.startedAt}`;
}

let knownBootId: string | undefined;

/** Ticks since boot repeat after the next boot. */
function bootId(): string {
  knownBootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return knownBootId;
}

function startTimeByPs(processId: number): string | undefined {
  try {
    const env = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
    // Not imported: Linux does without, and it is a good part of what a start loads.
    const text = process.getBuiltinModule("node:child_process").execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(processId)], {
      encoding: "utf8",
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [state = "Z", ...started] = text.trim().split(/\s+/);
    return state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}
