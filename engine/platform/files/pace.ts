import { setImmediate } from "node:timers/promises";

/** Milliseconds of work on the main thread between two looks at keys, signals and other stages. */
const longest = 12;

/** Long work on the main thread, in slices: `if (pace.due) await pace.rest()`. */
export class Pace {
  #until = performance.now() + longest;

  get due(): boolean {
    return performance.now() >= this.#until;
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.#until = performance.now() + longest;
  }
}
