import type { Event } from "../events/event.ts";
import type { LoggedEvent } from "../events/run-log.ts";
import type { Clock } from "../platform/clock.ts";

/** Keeps what is told of a run, and when, for who can only speak once it is over. What stages print is left out: it has its own files. */
export class EventRecorder {
  readonly #clock: Clock;
  readonly #began: { readonly now: number; readonly elapsed: number };
  readonly #events: LoggedEvent[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#began = { now: clock.now(), elapsed: clock.elapsed() };
  }

  on(event: Event): void {
    if (event.type !== "stage-output") this.#events.push({ ...event, at: this.now() });
  }

  get events(): readonly LoggedEvent[] {
    return this.#events;
  }

  /** Milliseconds since the epoch: finer than one, and no step where the clock of the machine is set. */
  now(): number {
    return this.#began.now + this.#clock.elapsed() - this.#began.elapsed;
  }
}
