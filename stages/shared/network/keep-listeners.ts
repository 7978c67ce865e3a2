const events = ["uncaughtException", "unhandledRejection"] as const;

/** Emscripten's start-up code hangs listeners on the process that rethrow what others would handle: they are taken off again. */
export async function keepListeners<Value>(work: () => Promise<Value>): Promise<Value> {
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  try {
    return await work();
  } finally {
    for (const [index, event] of events.entries()) {
      for (const listener of process.rawListeners(event)) {
        if (before[index]?.has(listener) === false) process.off(event, listener as (...values: unknown[]) => void);
      }
    }
  }
}
