import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Place } from "./place.ts";

/** Processes that were started for this place and still live, where the system tells. Stage commands have the log's path in their environment. */
export function processesOf({ executions }: Place): readonly string[] {
  if (!existsSync("/proc/self/environ")) return [];
  return readdirSync("/proc").filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/environ`, "utf8").includes(`EXECUTIONS=${executions}\0`);
    } catch {
      return false;
    }
  });
}

/** Law 5: within the watchdog's grace, nothing lives of an engine that does not. */
export async function expectNoOrphans(place: Place): Promise<void> {
  await expect.poll(() => processesOf(place), { timeout: 30_000, message: "processes of a dead engine" }).toEqual([]);
}
