import { parentPort } from "node:worker_threads";
import type { FileOutcome } from "./file-task.ts";
import { newBuffer, performTask } from "./perform-task.ts";
import type { Assignment, Report } from "./worker-message.ts";

/** A thread of the pool: performs what it is sent, and says how far it is ten times a second. */
const buffer = newBuffer();
const interval = 100;

const report = (message: Report): void => parentPort?.postMessage(message);

parentPort?.on("message", ({ tasks, stop }: Assignment) => {
  const outcomes: FileOutcome[] = [];
  let bytes = 0;
  let reportedAt = performance.now();
  const isStopped = (): boolean => Atomics.load(stop, 0) !== 0;
  for (const task of tasks) {
    const work = performTask(task, buffer);
    let step = work.next();
    while (step.done !== true) {
      bytes += step.value;
      if (performance.now() - reportedAt > interval) {
        report({ bytes });
        bytes = 0;
        reportedAt = performance.now();
      }
      step = isStopped() ? work.return({ digest: "" }) : work.next();
    }
    if (isStopped()) break;
    outcomes.push(step.value);
  }
  report({ bytes, outcomes });
});
