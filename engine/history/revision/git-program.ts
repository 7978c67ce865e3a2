import type { Platform } from "../../platform/platform.ts";
import { supervise } from "../../run/attempt/supervise.ts";
import { Watchdog } from "../../run/watchdog/watchdog.ts";

/** Milliseconds: a partial clone fetches what it is asked for. */
const patience = 60_000;

export interface GitLimits {
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export type GitAnswer =
  | { readonly kind: "answered"; readonly code: number; readonly output: Buffer; readonly complaint: string }
  /** It could not be started, or did not come to an end: why, in a clause. */
  | { readonly kind: "silent"; readonly why: string };

/** The git of this machine, asked in one folder. It only reads: its optional locks are left alone, and it asks for no password. */
export class GitProgram {
  readonly #platform: Platform;
  readonly #watchdog: Watchdog;
  readonly #folder: string;

  constructor({ platform, folder }: { readonly platform: Platform; readonly folder: string }) {
    this.#platform = platform;
    this.#folder = folder;
    this.#watchdog = new Watchdog(platform.processes);
  }

  /** `limit`: milliseconds. */
  async ask(words: readonly string[], { limit = patience, signal = new AbortController().signal }: GitLimits = {}): Promise<GitAnswer> {
    const chunks: Buffer[] = [];
    const complaints: string[] = [];
    const supervised = await supervise(
      { platform: this.#platform, watchdog: this.#watchdog },
      {
        program: {
          argv: ["git", ...words],
          cwd: this.#folder,
          env: { ...this.#variables(), GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", GIT_LITERAL_PATHSPECS: "1", LC_ALL: "C" },
          onLine: (_, line) => complaints.push(line),
          onOutput: (chunk) => chunks.push(chunk),
        },
        timeout: limit,
        signal,
      },
    );
    if (supervised.kind !== "ended") return { kind: "silent", why: `it gave no answer within ${limit / 60_000} min` };
    const { end } = supervised;
    if (end.kind === "not-started") return { kind: "silent", why: end.message };
    if (end.kind === "signalled") return { kind: "silent", why: `it was ended by ${end.signal}` };
    return { kind: "answered", code: end.code, output: Buffer.concat(chunks), complaint: complaints.join("\n") };
  }

  async close(): Promise<void> {
    await this.#watchdog.close();
  }

  /** It is the user's own program: it sees what the user's shell would show it. */
  #variables(): Readonly<Record<string, string>> {
    const { variables } = this.#platform.environment;
    return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  }
}
