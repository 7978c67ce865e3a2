import type { Clock } from "./clock.ts";
import type { Console } from "./console.ts";
import type { Disk } from "./disk.ts";
import type { Environment } from "./environment.ts";
import type { Processes } from "./process.ts";

/** The outside world, handed down from the command line or a test. Nothing below this folder reaches it in another way. */
export interface Platform {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly console: Console;
  readonly environment: Environment;
}
