import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM"] as const;

export interface Interruption {
  /** Aborted by the first signal, with its name as the reason. */
  readonly signal: AbortSignal;
  /** Gives the signals back to Node. */
  release(): void;
}

/**
 * The first Ctrl-C (or TERM) asks what is running to end by itself, in its grace; the second ends this process at once, and the
 * watchdog ends the rest.
 */
export function listenForInterruption(onFirst: (name: string) => void): Interruption {
  const controller = new AbortController();
  const handlers = signals.map((name) => {
    const handler = (): void => {
      if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
      controller.abort(name);
      onFirst(name);
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    release() {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
