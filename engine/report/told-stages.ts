import type { StageId } from "../platform/identity.ts";
import type { Level } from "./narration.ts";

/** Stages that are told of one by one: a person reads two hundred lines, and nobody ten thousand. */
export const mostTold = 200;
/** Failures that are told in full. */
export const mostFailures = 20;

/** Which stages of a run are told of one by one. The others are told in numbers, and their output is in their logs. */
export class ToldStages {
  readonly #level: Level;
  readonly #onFull: () => void;
  readonly #told = new Set<StageId>();
  #isFull = false;
  #failures = 0;

  /** `onFull` is called once, when the first stage is not told of. */
  constructor(level: Level, onFull: () => void) {
    this.#level = level;
    this.#onFull = onFull;
  }

  has(stage: StageId): boolean {
    if (this.#level === "verbose" || this.#told.has(stage)) return true;
    if (this.#told.size < mostTold) {
      this.#told.add(stage);
      return true;
    }
    if (!this.#isFull && this.#level === "normal") this.#onFull();
    this.#isFull = true;
    return false;
  }

  /** How much is said of one more failure. */
  nextFailure(): "all" | "its line" | "nothing" {
    this.#failures += 1;
    if (this.#level === "verbose" || this.#failures <= mostFailures) return "all";
    return this.#failures <= mostTold ? "its line" : "nothing";
  }

  /** Whether there are stages that are not told of. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Of another run. */
  clear(): void {
    this.#told.clear();
    this.#isFull = false;
    this.#failures = 0;
  }
}

export const fullLine = `${mostTold} stages told; from here on only those that fail (--verbose tells all)`;
