import { availableParallelism, cpus, totalmem } from "node:os";
import { processorLimit } from "./processor-limit.ts";

/** What the machine has, and what of it this process may use. */
export interface MachineFacts {
  readonly processors: number;
  /** That the process may run on. */
  readonly allowed: number;
  /** Of its container, as the time of so many. */
  readonly limit: number | undefined;
  /** Bytes. */
  readonly memory: number;
}

export const machineFacts = (): MachineFacts => ({
  processors: cpus().length,
  allowed: availableParallelism(),
  limit: processorLimit(),
  memory: totalmem(),
});
