import { join } from "node:path";
import type { Clock } from "../platform/clock.ts";
import type { Disk, FileStat } from "../platform/disk.ts";

/** Nanoseconds: the coarsest clock of a file system in use (FAT), and the coarsest of those that count fractions of a second (exFAT). */
const coarse = 2_000_000_000n;
const fine = 100_000_000n;

/** Whether any change from `now` on would give a file other times than it has. */
export function isSettled({ changed, modified }: Pick<FileStat, "changed" | "modified">, now: bigint): boolean {
  const isFine = changed % 1_000_000_000n !== 0n && modified % 1_000_000_000n !== 0n;
  const grain = isFine ? fine : coarse;
  return changed + grain < now && modified + grain < now;
}

/** Milliseconds for which an answer is good: of thousands of small files not each is worth a write. */
const goodFor = 10;

/** Nanoseconds: how wrong the clock of another machine's file system may be where it cannot be asked. */
const widestError = 2n * 86_400n * 1_000_000_000n;

/**
 * What the clock that gives files their times says now. That of a network file system is another machine's, which may be a day off:
 * where the project's state is on it, a file is written there and its time is read. Elsewhere nothing may be written.
 */
export class FileClock {
  readonly #disk: Disk;
  readonly #clock: Clock;
  readonly #probe: string;
  readonly #folder: string;
  #last: { readonly stat: FileStat; readonly elapsed: number } | undefined;

  constructor({ disk, clock, folder }: { readonly disk: Disk; readonly clock: Clock; readonly folder: string }) {
    this.#disk = disk;
    this.#clock = clock;
    this.#folder = folder;
    this.#probe = join(folder, "clock");
  }

  /** Nanoseconds; never later than the truth, and asked anew but for a moment: a clock may be set back. */
  now(path: string, device: bigint): bigint {
    const isGood = this.#last !== undefined && this.#clock.elapsed() - this.#last.elapsed < goodFor;
    const probed = isGood ? this.#last?.stat : this.#ask();
    if (probed?.device === device) return probed.modified;
    return this.#here(path);
  }

  /** The same for the folder of the state itself. */
  ofState(): bigint {
    return this.#ask()?.modified ?? this.#here(this.#folder);
  }

  /** Whether a file is bound not to be settled, so that the clock need not be asked: it has changed since it was asked last, or just before. */
  isRecent(stat: FileStat): boolean {
    if (this.#last === undefined) return false;
    const passed = BigInt(Math.floor((this.#clock.elapsed() - this.#last.elapsed) * 1e6));
    return !isSettled(stat, this.#last.stat.modified + passed);
  }

  #here(path: string): bigint {
    const now = BigInt(Math.floor(this.#clock.now())) * 1_000_000n;
    return this.#disk.sharesClock(path) ? now : now - widestError;
  }

  /** `undefined` where the state cannot be written: then nothing that is learnt outlives this process. */
  #ask(): FileStat | undefined {
    try {
      const stat = this.#disk.tellTime("stat-cache", this.#probe);
      this.#last = { stat, elapsed: this.#clock.elapsed() };
      return stat;
    } catch {
      return undefined;
    }
  }
}
