import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { CommandWork } from "../../graph/plan.ts";
import type { ProcessEnd } from "../../platform/process.ts";
import type { Follow } from "../follow/follow.ts";
import { grantedVariables } from "../pools/granted.ts";
import type { AttemptRequest } from "./attempt.ts";
import { commandFiles } from "./command-files.ts";
import { commandLine } from "./command-line.ts";
import { endText, isKilled, memoryHint } from "./end-text.ts";
import { stageEnvironment } from "./environment.ts";
import type { LocalExecutor } from "./executor.ts";
import type { Output } from "./output.ts";
import { placed, processesLeft, timedOut, tooLarge } from "./problem.ts";
import type { AttemptResult } from "./result.ts";
import { supervise } from "./supervise.ts";

export interface CommandAttempt extends AttemptRequest {
  readonly work: CommandWork;
  /** The private temporary folder, absolute. */
  readonly temporary: string;
  readonly output: Output;
  readonly follow: Follow;
}

export async function attemptCommand(executor: LocalExecutor, request: CommandAttempt): Promise<AttemptResult> {
  const { plan, stage, work, output, temporary } = request;
  const files = commandFiles(executor.platform.disk, { stage, cwd: work.cwd, folder: temporary });
  const cwd = join(executor.projectRoot, work.cwd);
  const env = stageEnvironment(executor.platform, {
    temporary,
    env: stage.env,
    passEnv: stage.passEnv,
    isKind: false,
    granted: grantedVariables(request.granted),
    files,
  });
  const supervised = await supervise(executor, {
    program: {
      argv: request.follow({ argv: commandLine(work), cwd, env }),
      cwd,
      env,
      onLine: (stream, line) => output.line(stream, line),
    },
    timeout: stage.timeout,
    signal: request.signal,
    mark: temporary,
    meter: request.meter,
  });
  if (supervised.kind === "cancelled") return { kind: "cancelled", warnings: [] };
  if (supervised.kind === "timed-out") return { kind: "timed-out", diagnostic: timedOut(plan, { stage, output }), warnings: [] };
  if (supervised.kind === "too-large") return { kind: "failed", diagnostic: tooLarge(request), memory: "limit", warnings: [] };
  const warnings = supervised.leftBehind ? [processesLeft(plan, stage)] : [];
  const { end } = supervised;
  if (end.kind === "exited" && end.code === 0) return { kind: "succeeded", warnings };
  const diagnostic = commandFailed(request, end);
  return {
    kind: "failed",
    diagnostic,
    warnings,
    ...(end.kind === "exited" && { exitCode: end.code }),
    ...(isKilled(end) && { memory: "system" }),
  };
}

function commandFailed({ plan, stage, work, output }: CommandAttempt, end: ProcessEnd): Diagnostic {
  const why = end.kind === "not-started" ? end.message : output.lastWords();
  const hint = hintFor(work, end);
  return {
    code: "command-failed",
    severity: "error",
    message: `the command of stage ${stage.id} ${endText(end)}`,
    ...placed(plan, stage),
    ...(why !== undefined && { why }),
    ...(hint !== undefined && { hint }),
  };
}

function hintFor(work: CommandWork, end: ProcessEnd): string | undefined {
  if (end.kind === "exited" && end.code === 127 && typeof work.command === "string") {
    return "127 is the shell's word for a program that is not there; a stage sees the PATH that millrace was started with. Of a script that is there, the first line may end as on Windows, or name a program that is not there";
  }
  return memoryHint(end);
}
