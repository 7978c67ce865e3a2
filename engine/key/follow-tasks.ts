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
