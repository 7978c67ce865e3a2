import type { Guard, Processes } from "../../platform/process.ts";
import { watchdogScript } from "./script.ts";

/**
 * A small process that ends the groups of running stages (TERM, then KILL within two seconds) when this engine dies. A stage is
 * started held back, told to the watchdog, and only then released: no stage runs unwatched.
 */
export class Watchdog {
  readonly #processes: Processes;
  readonly #onStart: (processId: number) => void;
  readonly #watched = new Set<number>();
  #guard: Guard | undefined;
  #told: Promise<void> = Promise.resolve();

  /** `onStart` is told the number of the watchdog's process, and of each that takes over from it, before a stage is released. */
  constructor(processes: Processes, onStart: (processId: number) => void = () => undefined) {
    this.#processes = processes;
    this.#onStart = onStart;
  }

  /** `true` once the group is watched; `false` where no watchdog can be started. */
  async watch(group: number): Promise<boolean> {
    this.#watched.add(group);
    const guard = this.#current();
    if (await guard.tell(`+ ${group}`)) return this.#afterStart();
    // Someone ended it: another one takes over, with all that is running. Several stages may notice; one replaces it.
    if (this.#guard === guard) this.#guard = undefined;
    for (const known of this.#watched) if (!(await this.#current().tell(`+ ${known}`))) return false;
    return this.#afterStart();
  }

  /** The group is gone, and its number may soon be another's. */
  async forget(group: number): Promise<void> {
    if (this.#watched.delete(group)) await this.#guard?.tell(`- ${group}`);
  }

  /** Ends the watchdog, and what is still watched. */
  async close(): Promise<void> {
    await this.#guard?.close();
    this.#guard = undefined;
  }

  #current(): Guard {
    this.#guard ??= this.#start();
    return this.#guard;
  }

  #start(): Guard {
    const guard = this.#processes.startGuard(watchdogScript);
    this.#told = guard.processId.then((processId) => (processId === 0 ? undefined : this.#onStart(processId)));
    return guard;
  }

  async #afterStart(): Promise<true> {
    await this.#told;
    return true;
  }
}
