export interface Clock {
  /** Milliseconds since the epoch: for people and logs, never for a decision about freshness. */
  now(): number;
  /** Milliseconds since an arbitrary start, monotonic. */
  elapsed(): number;
  /** Resolves after that many milliseconds, or when `until` is aborted. The process lives at least as long: abort what nobody waits for. */
  wait(milliseconds: number, until?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  wait: (milliseconds, until) =>
    new Promise((resolve) => {
      if (until?.aborted === true) return resolve();
      let timer: NodeJS.Timeout | undefined;
      let left = milliseconds;
      const sleep = (): void => {
        const step = Math.min(left, longestTimer);
        left -= step;
        timer = setTimeout(left > 0 ? sleep : done, step);
      };
      const done = (): void => {
        clearTimeout(timer);
        until?.removeEventListener("abort", done);
        resolve();
      };
      sleep();
      until?.addEventListener("abort", done);
    }),
};

/** Milliseconds: Node takes what is more than 31 bits for 1. */
const longestTimer = 2 ** 31 - 1;
