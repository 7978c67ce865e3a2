import type { Installation } from "../../platform/installation.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";

/** Where stages run: this machine, each attempt in a process of its own. Paths are absolute. */
export interface LocalExecutor {
  readonly platform: Platform;
  readonly watchdog: Watchdog;
  readonly projectRoot: string;
  /** The program that runs kinds, and the Node.js that runs the program. */
  readonly installation: Pick<Installation, "stageHost" | "node">;
  /** Of the store, from which an effect may take objects. */
  readonly storeFolder: string;
}
