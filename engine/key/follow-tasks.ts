import type { Following, Transfer } from "../events/transfer.ts";
import type { TaskWatch } from "../platform/files/file-task.ts";

/** Counts what tasks do, over as many batches as there are, for whoever follows them. */
export function followTasks({ onTransfer, signal }: Following, what: Pick<Transfer, "doing" | "allFiles" | "allBytes">): TaskWatch {
  let [files, bytes] = [0, 0];
  return {
    ...(signal !== undefined && { signal }),
    ...(onTransfer !== undefined && {
      onProgress: (step) => {
        files += step.files;
        bytes += step.bytes;
        onTransfer({ ...what, files, bytes });
      },
    }),
  };
}

/** Files that are handed to the disk at a time: what is known of each takes memory until all of them are done. */
const most = 16_384;

/** What `perform` gives for each, a batch at a time. */
export async function inBatches<Item, Value>(
  items: readonly Item[],
  perform: (batch: readonly Item[]) => Promise<readonly Value[]>,
): Promise<readonly Value[]> {
  if (items.length <= most) return perform(items);
  const values: Value[] = [];
  for (let start = 0; start < items.length; start += most) values.push(...(await perform(items.slice(start, start + most))));
  return values;
}
