import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../platform/platform.ts";
import type { ProcessEnd } from "../../platform/process.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { stageEnvironment } from "../../run/attempt/environment.ts";
import { supervise } from "../../run/attempt/supervise.ts";
import { Watchdog } from "../../run/watchdog/watchdog.ts";
import type { Access } from "../../trace/access.ts";
import { hookTracer, straceIsHere, straceTracer, type Tracer, type Tracing } from "./tracer.ts";

export interface TracedRequest {
  readonly platform: Platform;
  readonly command: string;
  /** Where it runs; absolute. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Each line that it prints. */
  readonly onLine: (line: string) => void;
  /** Before it starts. */
  readonly onStart: (tracer: Tracer["name"]) => void;
}

export interface Traced {
  readonly tracer: Pick<Tracer, "name" | "complete">;
  readonly accesses: readonly Access[];
}

export type NotTraced =
  | { readonly kind: "no-tracer"; readonly straceIsHere: boolean }
  | { readonly kind: "nothing-seen"; readonly tracer: Tracer["name"] }
  | { readonly kind: "failed"; readonly end: ProcessEnd }
  | { readonly kind: "interrupted" };

/** Runs a command to its end in the environment that a stage has, and tells which files it opened. */
export async function runTraced(request: TracedRequest): Promise<Result<Traced, NotTraced>> {
  const { disk, processes } = request.platform;
  // Outside of the project: what is written there is nobody's output.
  const scratch = join(disk.realPath(tmpdir()) ?? tmpdir(), `millrace-init-${randomUUID()}`);
  const watchdog = new Watchdog(processes);
  try {
    disk.makeDirectory("scratch", join(scratch, "tmp"));
    disk.setMode("scratch", scratch, 0o700);
    return await traced(request, { scratch, watchdog });
  } finally {
    await watchdog.close();
    disk.remove("scratch", scratch);
  }
}

interface Workplace {
  readonly scratch: string;
  readonly watchdog: Watchdog;
}

async function traced(request: TracedRequest, workplace: Workplace): Promise<Result<Traced, NotTraced>> {
  const { platform, command, folder, signal } = request;
  const tracing: Tracing = { disk: platform.disk, command, folder, scratch: workplace.scratch };
  const here = straceIsHere(folder, platform.environment.variables.PATH);
  const tracer = here && (await straceWorks(request, workplace)) ? straceTracer(tracing) : hookTracer(tracing);
  if (tracer === undefined) return failure({ kind: "no-tracer", straceIsHere: here });
  request.onStart(tracer.name);
  const { onLine } = request;
  const ended = await run(tracer, { request, workplace, onLine });
  if (ended.kind !== "ended" || signal.aborted) return failure({ kind: "interrupted" });
  if (ended.end.kind !== "exited" || ended.end.code !== 0) return failure({ kind: "failed", end: ended.end });
  const accesses = tracer.accesses();
  return accesses === undefined ? failure({ kind: "nothing-seen", tracer: tracer.name }) : success({ tracer, accesses });
}

/** In many containers strace is there, and is not allowed to look. */
async function straceWorks(request: TracedRequest, workplace: Workplace): Promise<boolean> {
  const { disk } = request.platform;
  const trial = straceTracer({ disk, command: "exit 0", folder: request.folder, scratch: workplace.scratch });
  const ended = await run(trial, { request, workplace, onLine: () => undefined });
  return ended.kind === "ended" && ended.end.kind === "exited" && ended.end.code === 0 && (trial.accesses()?.length ?? 0) > 0;
}

interface Run {
  readonly request: TracedRequest;
  readonly workplace: Workplace;
  readonly onLine: (line: string) => void;
}

const run = (tracer: Tracer, { request, workplace, onLine }: Run): ReturnType<typeof supervise> =>
  supervise(
    { platform: request.platform, watchdog: workplace.watchdog },
    {
      program: {
        argv: tracer.argv,
        cwd: request.folder,
        env: stageEnvironment(request.platform, {
          temporary: join(workplace.scratch, "tmp"),
          env: tracer.env,
          passEnv: [],
          isKind: false,
          files: {},
        }),
        onLine: (_stream, line) => onLine(line),
      },
      signal: request.signal,
    },
  );
