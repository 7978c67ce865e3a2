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

  /** `onStart` is told of the watchdog's process before the first stage is released, and of each that takes over from it. */
  constructor(processes: Processes, onStart: (processId: number) => void = () => undefined) {
    this.#processes = processes;
    this.#onStart = onStart;
  }

  /** `true` once the group is watched; `false` where no watchdog can be started. */
  async watch(group: number): Promise<boolean> {
    this.#watched.add(group);
    const guard = await this.#current();
    if (await guard.tell(`+ ${group}`)) return true;
    // Someone ended it: another one takes over, with all that is running. Several stages may notice; one replaces it.
    if (this.#guard === guard) this.#guard = undefined;
    for (const known of this.#watched) if (!(await (await this.#current()).tell(`+ ${known}`))) return false;
    return true;
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

  async #current(): Promise<Guard> {
    if (this.#guard !== undefined) {
      await this.#guard.processId;
      return this.#guard;
    }
    const guard = this.#processes.startGuard(watchdogScript);
    this.#guard = guard;
    const processId = await guard.processId;
    if (processId !== 0) this.#onStart(processId);
    return guard;
  }
}
