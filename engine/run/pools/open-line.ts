import type { Pools as PoolConfig } from "../../config/config.ts";
import { Pools } from "./pools.ts";
import { WaitingLine } from "./waiting-line.ts";

/** As many processors as stages may run at a time, at least, since so many stages of one may run. */
export const openLine = (config: PoolConfig, jobs: number): WaitingLine =>
  new WaitingLine(new Pools({ ...config, cpu: Math.max(config.cpu, jobs) }));
