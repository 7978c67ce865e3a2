import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { findInstallation } from "../installation.ts";
import type { FileOutcome, FileTask, TaskWatch } from "./file-task.ts";
import type { Assignment, Report } from "./worker-message.ts";

/** More do not help a disk, and each takes some 10 MB. */
const mostWorkers = 8;
/** What one worker is given at a time: enough that messages cost nothing, few enough that all end together. */
const batchFiles = 128;
const batchBytes = 16 * 1024 * 1024;
/** Milliseconds for which a thread without work is kept. */
const idle = 1000;

interface Batch {
  readonly tasks: readonly FileTask[];
  readonly stop: Int32Array;
  readonly watch: TaskWatch;
  readonly resolve: (outcomes: readonly FileOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Of this process, whoever asks: two runs of tasks share the processors. */
const waiting: Batch[] = [];
const atRest: Worker[] = [];
let running = 0;

/** `undefined` where threads cannot be had: Millrace is not built. On an aborted signal, what was done until then. */
export async function runInWorkers(tasks: readonly FileTask[], watch: TaskWatch): Promise<readonly FileOutcome[] | undefined> {
  const program = findInstallation().fileWorker;
  if (!existsSync(program)) return undefined;
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const halt = (): void => void Atomics.store(stop, 0, 1);
  watch.signal?.addEventListener("abort", halt);
  if (watch.signal?.aborted === true) halt();
  try {
    const ends = batchesOf(tasks).map(
      (batch) => new Promise<readonly FileOutcome[]>((resolve, reject) => waiting.push({ tasks: batch, stop, watch, resolve, reject })),
    );
    advance(program);
    return (await Promise.all(ends)).flat();
  } finally {
    watch.signal?.removeEventListener("abort", halt);
  }
}

function batchesOf(tasks: readonly FileTask[]): readonly (readonly FileTask[])[] {
  const batches: FileTask[][] = [];
  let [files, bytes] = [batchFiles, 0];
  for (const task of tasks) {
    if (files >= batchFiles || bytes >= batchBytes) {
      batches.push([]);
      [files, bytes] = [0, 0];
    }
    batches.at(-1)?.push(task);
    files += 1;
    bytes += task.size ?? 0;
  }
  return batches;
}

function advance(program: string): void {
  while (waiting.length > 0) {
    const worker = atRest.pop() ?? start(program);
    const batch = worker && waiting.shift();
    if (worker === undefined || batch === undefined) return;
    give(worker, batch, program);
  }
}

function start(program: string): Worker | undefined {
  if (running >= Math.min(availableParallelism(), mostWorkers)) return undefined;
  running += 1;
  return new Worker(program);
}

function give(worker: Worker, batch: Batch, program: string): void {
  const end = (): void => {
    worker.off("message", hear);
    worker.off("error", fail);
  };
  const hear = (report: Report): void => {
    batch.watch.onProgress?.({ bytes: report.bytes, files: "outcomes" in report ? report.outcomes.length : 0 });
    if (!("outcomes" in report)) return;
    end();
    batch.resolve(report.outcomes);
    rest(worker);
    advance(program);
  };
  const fail = (error: unknown): void => {
    end();
    running -= 1;
    batch.reject(error);
    advance(program);
  };
  worker.ref();
  worker.on("message", hear);
  worker.on("error", fail);
  worker.postMessage({ tasks: batch.tasks, stop: batch.stop } satisfies Assignment);
}

/** A thread without work keeps no process alive, and is ended soon. */
function rest(worker: Worker): void {
  worker.unref();
  atRest.push(worker);
  setTimeout(() => {
    const at = atRest.indexOf(worker);
    if (at === -1) return;
    atRest.splice(at, 1);
    running -= 1;
    void worker.terminate();
  }, idle).unref();
}
