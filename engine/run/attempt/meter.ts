import type { Platform } from "../../platform/platform.ts";

/** Milliseconds before the first look, so that short stages cost none, and the most between two looks. */
const first = 100;
const longest = 1000;
/** With a limit: what is taken fast is seen in time. */
const longestWithLimit = 100;
/** Without one, a look costs this part of a processor at the most, however many processes the machine has. */
const mostEffort = 1 / 50;

/** Looks now and then at what a stage's processes take, and tells where it is too much. */
export class Meter {
  readonly #platform: Platform;
  /** Bytes. */
  readonly limit: number | undefined;
  #peak: number | undefined;
  #cpu: number | undefined;

  constructor(platform: Platform, limit: number | undefined) {
    this.#platform = platform;
    this.limit = limit;
  }

  /** Bytes, the most that was seen; `undefined` where nothing was. */
  get peak(): number | undefined {
    return this.#peak;
  }

  /** Milliseconds of processor time that were seen. */
  get cpu(): number | undefined {
    return this.#cpu;
  }

  /** Resolves to `true` once a group has more than the limit, to `false` when `until` is aborted. */
  async exceeds(group: number, until: AbortSignal): Promise<boolean> {
    const { clock } = this.#platform;
    const most = this.limit === undefined ? longest : longestWithLimit;
    for (let pause = first; ; ) {
      await clock.wait(pause, until);
      if (until.aborted) return false;
      const from = clock.elapsed();
      const memory = this.#look(group);
      if (this.limit !== undefined && memory > this.limit) return true;
      const dear = this.limit === undefined ? (clock.elapsed() - from) / mostEffort : 0;
      pause = Math.max(Math.min(2 * pause, most), dear);
    }
  }

  #look(group: number): number {
    const { processes } = this.#platform;
    let use = processes.groupUse(group);
    if (use === undefined) return 0;
    // What several processes share is counted once only where it decides: to ask for that takes the kernel longer.
    if (this.limit !== undefined && use.memory > this.limit && use.processes > 1) use = processes.groupUse(group, { exact: true }) ?? use;
    this.#peak = Math.max(this.#peak ?? 0, use.memory);
    this.#cpu = Math.max(this.#cpu ?? 0, use.cpu);
    return use.memory;
  }
}
