import type { FailureDescription } from "../../kind/stage-context.ts";
import type { ProcessEnd } from "../../platform/process.ts";
import type { Follow } from "../follow/follow.ts";
import type { HostMessage, HostProgress, Job, LastWord } from "../host/job.ts";
import type { LocalExecutor } from "./executor.ts";
import type { Meter } from "./meter.ts";
import { supervise } from "./supervise.ts";

export interface HostRequest {
  readonly job: Job;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  readonly signal: AbortSignal;
  readonly meter?: Meter;
  readonly follow?: Follow;
  readonly onLine: (stream: "stdout" | "stderr", line: string) => void;
  readonly onProgress: (progress: HostProgress) => void;
}

export interface HostOutcome {
  readonly end:
    | { readonly kind: "word"; readonly word: LastWord }
    /** It was killed, or the kind ended its own process. */
    | { readonly kind: "silent"; readonly end: ProcessEnd }
    | { readonly kind: "timed-out" }
    | { readonly kind: "too-large" }
    | { readonly kind: "cancelled" };
  readonly backend: string | undefined;
  readonly warnings: readonly FailureDescription[];
  readonly leftBehind: boolean;
}

/** Runs a kind in a stage host: a fresh process, so that no old code, counter or random state comes along. */
export async function hostProcess(executor: LocalExecutor, request: HostRequest): Promise<HostOutcome> {
  const heard = new Heard(request);
  const { node, stageHost } = executor.installation;
  const { env, follow = ({ argv }) => argv } = request;
  const cwd = executor.projectRoot;
  const supervised = await supervise(executor, {
    program: {
      argv: follow({ argv: [node, stageHost], cwd, env }),
      cwd,
      env,
      job: JSON.stringify(request.job),
      onMessage: (line) => heard.hear(line),
      onLine: request.onLine,
    },
    timeout: request.timeout,
    signal: request.signal,
    meter: request.meter,
  });
  const leftBehind = supervised.kind === "ended" && supervised.leftBehind;
  return { end: heard.endOf(supervised), backend: heard.backend, warnings: heard.warnings, leftBehind };
}

/** What a host has told so far. */
class Heard {
  readonly warnings: FailureDescription[] = [];
  backend: string | undefined;
  #word: LastWord | undefined;
  readonly #request: HostRequest;

  constructor(request: HostRequest) {
    this.#request = request;
  }

  hear(line: string): void {
    const message = parse(line);
    // A kind, or a library of it, that found the descriptor and wrote on it.
    if (message === undefined) this.#request.onLine("stderr", line);
    else this.#take(message);
  }

  #take(message: HostMessage): void {
    switch (message.type) {
      case "progress":
        this.#request.onProgress(message.progress);
        return;
      case "log":
        this.#request.onLine("stdout", message.line);
        return;
      case "backend":
        this.backend = message.name;
        return;
      case "warning":
        this.warnings.push(message.description);
        return;
      default:
        this.#word = message;
    }
  }

  endOf(supervised: Awaited<ReturnType<typeof supervise>>): HostOutcome["end"] {
    if (supervised.kind !== "ended") return supervised;
    const { end } = supervised;
    // A word of success counts only from a process that then ended well.
    const crashed = end.kind !== "exited" || end.code !== 0;
    const good = this.#word?.type === "done" || this.#word?.type === "probed";
    return this.#word === undefined || (good && crashed) ? { kind: "silent", end } : { kind: "word", word: this.#word };
  }
}

function parse(line: string): HostMessage | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
