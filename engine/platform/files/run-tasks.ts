import type { FileOutcome, FileTask, TaskWatch } from "./file-task.ts";
import { Pace } from "./pace.ts";
import { newBuffer, performTask } from "./perform-task.ts";
import { runInWorkers } from "./worker-pool.ts";

/** Bytes, and files: below both, starting a thread takes longer than the work. */
const muchForOne = 64 * 1024 * 1024;
const manyForOne = 1500;

/** The outcome of each task, in order. Never blocks the main thread for long. Throws the signal's reason once that is aborted, and all is still. */
export async function runTasks(tasks: readonly FileTask[], watch: TaskWatch): Promise<readonly FileOutcome[]> {
  const bytes = tasks.reduce((sum, { size = 0 }) => sum + size, 0);
  const large = tasks.length >= manyForOne || bytes >= muchForOne;
  const outcomes = (large ? await runInWorkers(tasks, watch) : undefined) ?? (await runHere(tasks, watch));
  watch.signal?.throwIfAborted();
  return outcomes;
}

let buffer: Buffer | undefined;

async function runHere(tasks: readonly FileTask[], { onProgress, signal }: TaskWatch): Promise<readonly FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  const pace = new Pace();
  buffer ??= newBuffer();
  for (const task of tasks) {
    const work = performTask(task, buffer);
    let step = work.next();
    while (step.done !== true) {
      onProgress?.({ bytes: step.value, files: 0 });
      if (pace.due) await pace.rest();
      step = signal?.aborted === true ? work.return({ digest: "" }) : work.next();
    }
    if (signal?.aborted === true) break;
    outcomes.push(step.value);
    onProgress?.({ bytes: 0, files: 1 });
  }
  return outcomes;
}
