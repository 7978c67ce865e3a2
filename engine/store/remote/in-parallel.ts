/**
 * Does `work` for each item, at most `limit` at a time. After a failure nothing new is begun; it is thrown once all that was begun has
 * ended, so nothing writes behind the caller's back.
 */
export async function inParallel<Item>(
  items: Iterable<Item>,
  { limit, work }: { readonly limit: number; readonly work: (item: Item) => Promise<void> },
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = waiting.next(); !failed && next.done !== true; next = waiting.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: limit }, worker));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
