export interface Clock {
  /** Milliseconds since the epoch: for people and logs, never for a decision about freshness. */
  now(): number;
  /** Milliseconds since an arbitrary start, monotonic. */
  elapsed(): number;
  /** Resolves after that many milliseconds; the timer alone does not keep the process alive. */
  wait(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
};
