import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Exclude } from "../../key/content.ts";
import { findProgram } from "../../platform/find-program.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { recordLines } from "../../trace/record-lines.ts";
import { straceAccesses } from "../../trace/strace-accesses.ts";
import { fileCalls, straceArgv } from "../../trace/strace-program.ts";
import { stageEnvironment } from "../attempt/environment.ts";
import type { LocalExecutor } from "../attempt/executor.ts";
import { withScratch } from "../attempt/scratch.ts";
import { supervise } from "../attempt/supervise.ts";
import type { TraceMode } from "../request.ts";
import type { Following } from "./following.ts";

/** Milliseconds. */
const patience = 30_000;

export interface FollowingRequest {
  readonly mode: TraceMode;
  readonly exclude: Exclude;
  readonly signal: AbortSignal;
}

/** Finds strace and tries it: in many containers it is there, and is not allowed to look. */
export async function openFollowing(executor: LocalExecutor, request: FollowingRequest): Promise<Result<Following, Diagnostic>> {
  const { environment } = executor.platform;
  const system = environment.system.split(" ")[0] ?? "";
  if (system !== "linux") return failure(notHere(request, `strace is a program of Linux, and this is ${system}`));
  const found = findProgram({ program: "strace", cwd: executor.projectRoot, path: environment.variables.PATH });
  if (!found.ok) return failure(notHere(request, "strace is not installed"));
  const refusal = await refusalOf(executor, { strace: found.value, signal: request.signal });
  if (refusal !== undefined) return failure(notHere(request, `strace is here, but may not look into other processes${refusal}`));
  return success({ strace: found.value, mode: request.mode, isIgnored: (path) => request.exclude(path, false) });
}

/** `undefined` where strace sees what a program does. */
function refusalOf(
  executor: LocalExecutor,
  { strace, signal }: { readonly strace: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  return withScratch(executor, async (folder) => {
    const { disk } = executor.platform;
    const record = join(folder, "strace.txt");
    const words: string[] = [];
    const supervised = await supervise(executor, {
      program: {
        argv: straceArgv({ program: strace, record, calls: fileCalls, argv: ["/bin/sh", "-c", "exit 0"] }),
        cwd: executor.projectRoot,
        env: stageEnvironment(executor.platform, { temporary: folder, env: {}, passEnv: [], isKind: false, files: {} }),
        onLine: (_stream, line) => words.push(line),
      },
      timeout: patience,
      signal,
    });
    const seen = disk.stat(record) === undefined ? [] : [...straceAccesses(recordLines(disk.read(record)), executor.projectRoot)];
    const ended = supervised.kind === "cancelled" || (supervised.kind === "ended" && supervised.end.kind === "exited");
    if (ended && (seen.length > 0 || supervised.kind === "cancelled")) return undefined;
    return words.length === 0 ? "" : `: ${words.join("; ")}`;
  });
}

const notHere = ({ mode }: FollowingRequest, why: string): Diagnostic => ({
  code: "trace-unavailable",
  severity: mode.strict ? "error" : "warning",
  message: mode.strict ? "nothing can be traced here, so nothing was run" : "nothing is traced: the stages run as without --trace",
  why,
  hint: "on Linux, install strace (`apt install strace`, `dnf install strace`); in a container, allow it with `--cap-add=SYS_PTRACE`",
});
