import { readConfig } from "../config/read-config.ts";
import type { Platform } from "../platform/platform.ts";
import { tidyStore } from "./tidy-store.ts";

export interface Tidied {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  /** Stages that ran: what is fresh or restored makes no store grow. */
  readonly ran: number;
  readonly signal: AbortSignal;
}

/** Bytes of the store. */
export interface TidiedSize {
  readonly before: number;
  readonly after: number;
  /** What the configuration allows. */
  readonly limit: number;
}

/** Keeps the store within its limit after a run; `undefined` where there was nothing to do. A disk that refuses is no failure of the run. */
export async function tidyAfter({ platform, projectRoot, ran, signal }: Tidied): Promise<TidiedSize | undefined> {
  if (ran === 0 || signal.aborted) return undefined;
  const config = await readConfig(platform, projectRoot);
  if (!config.ok) return undefined;
  const { store } = config.value;
  const done = await tidyStore({ platform, projectRoot, store, signal }).catch(() => undefined);
  return done && { before: done.before, after: done.after, limit: store.size };
}
