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
      const done = (): void => {
        clearTimeout(timer);
        until?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      until?.addEventListener("abort", done);
    }),
};
