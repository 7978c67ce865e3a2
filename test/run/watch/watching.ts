import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Event } from "../../../engine/events/event.ts";

const program = fileURLToPath(new URL("../../../dist/millrace.js", import.meta.url));

/** `millrace watch --json` at work in a folder, followed by its events. */
export class Watching {
  readonly events: Event[] = [];
  stderr = "";
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  #waiting: (() => void)[] = [];
  /** How many events were looked at by `until`. */
  #seen = 0;

  constructor(
    folder: string,
    { words = [], before = [] }: { readonly words?: readonly string[]; readonly before?: readonly string[] } = {},
  ) {
    const { PATH, HOME } = process.env;
    const [command = process.execPath, ...rest] = [...before, process.execPath, program, "watch", "--json", ...words];
    this.#child = spawn(command, rest, { cwd: folder, env: { PATH, HOME }, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let text = "";
    this.#child.stdout?.on("data", (chunk) => {
      text += chunk;
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.events.push(JSON.parse(line));
      this.#wake();
    });
    this.#child.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.ended = new Promise((resolve) => {
      this.#child.on("close", (code) => {
        resolve(code);
        this.#wake();
      });
    });
    onTestFinished(async () => {
      this.#child.kill("SIGTERM");
      await this.ended;
    });
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  /** The next event that is one of these; those before it count as seen. */
  async until<Type extends Event["type"]>(
    type: Type,
    matches: (event: Extract<Event, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<Event, { type: Type }>> {
    for (;;) {
      for (; this.#seen < this.events.length; ) {
        const event = this.events[this.#seen++];
        if (event?.type === type && matches(event as Extract<Event, { type: Type }>)) return event as Extract<Event, { type: Type }>;
      }
      await this.#another(`a ${type}`);
    }
  }

  /** The next event, whatever it is. */
  async next(): Promise<Event> {
    for (;;) {
      const event = this.events[this.#seen];
      if (event !== undefined) {
        this.#seen += 1;
        return event;
      }
      await this.#another("an event");
    }
  }

  /** All events of the round that ends with the next `watching`, in words: `train ran`, `notice missing-file`. */
  async round(): Promise<readonly string[]> {
    const from = this.#seen;
    await this.until("watching");
    return this.events.slice(from, this.#seen).flatMap(inWords);
  }

  /** Sends a signal, and tells with which code it ends. */
  end(signal: "SIGINT" | "SIGTERM" = "SIGINT"): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }

  async #another(wanted: string): Promise<void> {
    if (this.#child.exitCode !== null) throw new Error(`watch ended before ${wanted}:\n${this.stderr}`);
    const last = this.events.slice(-8).flatMap(inWords).join("\n");
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push(resolve);
      timer = setTimeout(() => reject(new Error(`no ${wanted} came in 60 s, after\n${last}\n${this.stderr}`)), 60_000);
    });
    clearTimeout(timer);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function inWords(event: Event): readonly string[] {
  switch (event.type) {
    case "stage-finished":
      return [[event.stage, event.outcome, ...event.diagnostics.map(({ code }) => code)].join(" ")];
    case "notice":
      return [`notice ${event.diagnostic.code}`];
    case "files-changed":
      return [`changed ${event.paths.join(" ")}`];
    case "watching":
      return [`watching ${event.files} ${event.folders}`];
    case "gate-evaluated":
      return [`gate ${event.passed ? "passed" : "failed"}`];
    default:
      return [];
  }
}
