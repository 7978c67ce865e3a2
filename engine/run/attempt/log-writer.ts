import { dirname } from "node:path";
import type { Platform } from "../../platform/platform.ts";

/** Characters after which a batch is written, and milliseconds after which it is written anyway. */
const batchSize = 64 * 1024;
const batchTime = 100;

/** Appends lines to a stage's log, many at a time. A log that cannot be written never fails a stage: `problem` tells. */
export class LogWriter {
  readonly #platform: Platform;
  readonly #file: string;
  #batch = "";
  #waiting: AbortController | undefined;
  #problem: string | undefined;

  /** `file` is absolute. */
  constructor(platform: Platform, file: string) {
    this.#platform = platform;
    this.#file = file;
    this.#try(() => platform.disk.makeDirectory("run-log", dirname(file)));
  }

  /** Why nothing more is written, where the disk refused. */
  get problem(): string | undefined {
    return this.#problem;
  }

  write(line: string): void {
    this.#batch += `${line}\n`;
    if (this.#batch.length >= batchSize) this.flush();
    else if (this.#waiting === undefined) {
      this.#waiting = new AbortController();
      void this.#platform.clock.wait(batchTime, this.#waiting.signal).then(() => this.flush());
    }
  }

  flush(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    const batch = this.#batch;
    this.#batch = "";
    if (batch !== "" && this.#problem === undefined) this.#try(() => this.#platform.disk.append("run-log", this.#file, batch));
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }
}
