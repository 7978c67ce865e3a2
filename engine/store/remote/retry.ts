import type { Platform } from "../../platform/platform.ts";
import { RemoteFailure } from "./transport.ts";

/** Tries in all. */
const mostTries = 5;
/** Milliseconds before the second try; doubled each time. */
const firstDelay = 250;
/** Milliseconds that a server may ask for with `Retry-After`. */
const longestDelay = 30_000;

export interface RetryRequest {
  readonly clock: Platform["clock"];
  readonly signal: AbortSignal;
}

/** Thrown by what may succeed if it is tried again. */
export class Passing extends Error {
  /** Milliseconds that the server asked for. */
  readonly delay: number | undefined;

  constructor(message: string, delay?: number) {
    super(message);
    this.delay = delay;
  }
}

/** Tries again, with growing delays, what failed in passing. `progress`: told by `work`, begins the count anew. */
export async function retrying<Value>({ clock, signal }: RetryRequest, work: (progress: () => void) => Promise<Value>): Promise<Value> {
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work(() => {
        failures = 0;
      });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Passing)) throw error;
      failures += 1;
      if (failures >= mostTries) throw new RemoteFailure("unreachable", error.message);
      await clock.wait(Math.min(error.delay ?? firstDelay * 2 ** (failures - 1), longestDelay), signal);
    }
  }
}
