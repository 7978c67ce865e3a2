import type { Event } from "../events/event.ts";
import type { Console } from "../platform/console.ts";
import type { Reporter } from "./reporter.ts";

/** For programs: each event is a line of JSON on stdout. */
export class JsonReporter implements Reporter {
  readonly #console: Console;

  constructor(console: Console) {
    this.#console = console;
  }

  on(event: Event): void {
    this.#console.out(`${JSON.stringify(event)}\n`);
  }

  close(): void {}
}
