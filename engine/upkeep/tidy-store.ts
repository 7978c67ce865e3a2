import type { StoreConfig } from "../config/config.ts";
import type { Platform } from "../platform/platform.ts";
import { approximateSize } from "../store/store-use.ts";
import { collectGarbage, type GcReport } from "./gc.ts";

export interface TidyRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  readonly store: StoreConfig;
  readonly signal: AbortSignal;
}

/** Milliseconds: more often than this nobody is made to wait for it. */
const leastPause = 3_600_000;

/**
 * What `gc` does, where it is worth its time: the store is above its limit by what was counted, nobody is at work with it, and the last
 * time is an hour ago. `undefined` where it is not.
 */
export async function tidyStore({ platform, projectRoot, store, signal }: TidyRequest): Promise<GcReport | undefined> {
  const size = approximateSize(platform.disk, store.folder);
  if (size === undefined || size.bytes <= store.size || platform.clock.now() - (size.countedAt ?? 0) < leastPause) return undefined;
  const limits = { size: store.size, age: store.age };
  const done = await collectGarbage({
    platform,
    projectRoot,
    store,
    limits,
    dryRun: false,
    wait: false,
    signal,
    onWaiting: () => undefined,
  });
  return done.ok ? done.value : undefined;
}
