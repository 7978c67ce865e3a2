import { systemClock } from "./clock.ts";
import { nodeConsole } from "./node-console.ts";
import { nodeDisk } from "./node-disk.ts";
import { nodeEnvironment } from "./node-environment.ts";
import { nodeProcesses } from "./node-processes.ts";
import type { Platform } from "./platform.ts";

/** The machine that this process runs on. */
export function nodePlatform(): Platform {
  return { disk: nodeDisk, clock: systemClock, processes: nodeProcesses, console: nodeConsole(), environment: nodeEnvironment() };
}
