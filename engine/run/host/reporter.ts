import type { Reporter } from "../../kind/stage-context.ts";
import type { Clock } from "../../platform/clock.ts";
import type { HostMessage, HostProgress } from "./job.ts";

/** Milliseconds between two messages of progress: more often nobody can read, and a fast loop must not wait for a pipe. */
const interval = 100;

/** Turns what a kind says into messages. Progress is thinned out; `flush` sends the latest one that was held back. */
export class MessageReporter implements Reporter {
  readonly #send: (message: HostMessage) => void;
  readonly #clock: Clock;
  #sentAt = Number.NEGATIVE_INFINITY;
  #held: HostProgress | undefined;
  /** Sends what is held where the kind falls silent. It keeps no process alive. */
  #timer: NodeJS.Timeout | undefined;

  constructor({ send, clock }: { readonly send: (message: HostMessage) => void; readonly clock: Clock }) {
    this.#send = send;
    this.#clock = clock;
  }

  progress = ({ step, total, unit, values = {} }: Parameters<Reporter["progress"]>[0]): void => {
    this.#held = { step, ...(total !== undefined && { total }), unit, values };
    if (this.#clock.elapsed() - this.#sentAt >= interval) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), interval).unref();
  };

  log = (line: string): void => {
    this.flush();
    for (const part of line.split("\n")) this.#send({ type: "log", line: part });
  };

  backend = (name: string): void => this.#send({ type: "backend", name });

  warn = (description: Parameters<Reporter["warn"]>[0]): void => this.#send({ type: "warning", description });

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#held === undefined) return;
    this.#send({ type: "progress", progress: this.#held });
    this.#held = undefined;
    this.#sentAt = this.#clock.elapsed();
  }
}
