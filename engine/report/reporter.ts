import type { Event } from "../events/event.ts";

/** Tells of a run to one reader: a person, a program, a page. It only consumes events. */
export interface Reporter {
  on(event: Event): void;
  /** After the last event, also where the run ended by an exception. Leaves the terminal as it was. */
  close(): void;
}
