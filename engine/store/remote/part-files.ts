import { join } from "node:path";
import { digestOf } from "../../key/digest.ts";
import type { Digest } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";

/** Of this process: two fetches of one object do not share a file. */
let claims = 0;

/** Days of 24 hours after which a part that nobody took up is removed. */
const oldestPart = 7n * 86_400n * 1_000_000_000n;

/**
 * Objects that have come in part, `fetching/<digest>.part`. Who fetches on renames the file to a name of its own: of two, one gets it.
 * A part of a process that is dead is taken up as well.
 */
export class PartFiles {
  readonly #platform: Platform;
  readonly #folder: string;
  #swept = false;

  /** `storeFolder` is absolute. */
  constructor(platform: Platform, storeFolder: string) {
    this.#platform = platform;
    this.#folder = join(storeFolder, "fetching");
  }

  /** A file of our own, with what was fetched of it before, or not there yet. */
  claim(digest: Digest): string {
    const { disk, environment } = this.#platform;
    disk.makeDirectory("object", this.#folder);
    if (!this.#swept) this.#removeOld();
    this.#swept = true;
    const own = join(this.#folder, `${digest}.${this.#self(environment.processId)}.${claims++}`);
    for (const { name } of disk.list(this.#folder)) {
      if (name.startsWith(`${digest}.`) && this.#isFree(name) && this.#take(name, own)) break;
    }
    return own;
  }

  /** Leaves what has come to whoever asks next. */
  release(digest: Digest, own: string): void {
    const { disk } = this.#platform;
    if (disk.stat(own) !== undefined) disk.rename("object", own, join(this.#folder, `${digest}.part`));
  }

  /** What was begun so long ago is not taken up any more. */
  #removeOld(): void {
    const { disk, clock } = this.#platform;
    for (const { name } of disk.list(this.#folder)) {
      const path = join(this.#folder, name);
      const changed = disk.stat(path)?.changed;
      if (changed !== undefined && changed + oldestPart < BigInt(Math.floor(clock.now())) * 1_000_000n) disk.remove("object", path);
    }
  }

  #take(name: string, own: string): boolean {
    try {
      this.#platform.disk.rename("object", join(this.#folder, name), own);
      return true;
    } catch {
      // Another process was quicker.
      return false;
    }
  }

  /** `<digest>.part`, or `<digest>.<machine>-<process>-<start>.<n>` of a process of this machine that is gone. */
  #isFree(name: string): boolean {
    const [, owner = ""] = name.split(".");
    if (owner === "part") return true;
    const [machine, process = ""] = owner.split("-");
    return machine === this.#machine() && owner !== this.#self(Number(process));
  }

  #self(processId: number): string {
    const started = this.#platform.processes.startTime(processId) ?? "";
    return `${this.#machine()}-${processId}-${digestOf(started).slice(0, 12)}`;
  }

  #machine(): string {
    return digestOf(this.#platform.environment.hostName).slice(0, 12);
  }
}
