import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { KindWork } from "../../graph/plan.ts";
import type { Follow } from "../follow/follow.ts";
import { grantedVariables } from "../pools/granted.ts";
import type { AttemptRequest } from "./attempt.ts";
import { isKilled } from "./end-text.ts";
import { stageEnvironment } from "./environment.ts";
import type { LocalExecutor } from "./executor.ts";
import { type HostOutcome, hostProcess } from "./host-process.ts";
import { kindDiagnostic, kindFailed } from "./kind-failed.ts";
import { kindJob } from "./kind-job.ts";
import type { Output } from "./output.ts";
import { processesLeft, timedOut, tooLarge } from "./problem.ts";
import type { AttemptResult } from "./result.ts";

export interface KindAttempt extends AttemptRequest {
  readonly work: KindWork;
  /** The private temporary folder, absolute. */
  readonly temporary: string;
  readonly output: Output;
  readonly follow: Follow;
}

export async function attemptKind(executor: LocalExecutor, request: KindAttempt): Promise<AttemptResult> {
  const { plan, stage, work, output, temporary } = request;
  const outcome = await hostProcess(executor, {
    job: kindJob(executor, { ...request, mode: work.effect ? "apply" : "run" }),
    env: stageEnvironment(executor.platform, {
      temporary,
      env: stage.env,
      passEnv: stage.passEnv,
      isKind: true,
      granted: grantedVariables(request.granted),
      files: {},
    }),
    timeout: stage.timeout,
    follow: request.follow,
    signal: request.signal,
    ...(request.meter !== undefined && { meter: request.meter }),
    onLine: (stream, line) => output.line(stream, line),
    onProgress: (progress) => output.progress(progress),
  });
  const warnings = [
    ...outcome.warnings.map((description) => kindDiagnostic(request, { description, severity: "warning" })),
    ...(outcome.leftBehind ? [processesLeft(plan, stage)] : []),
  ];
  return { ...resultOf(request, outcome), warnings };
}

function resultOf(request: KindAttempt, { end, backend }: HostOutcome): DistributiveOmit<AttemptResult, "warnings"> {
  switch (end.kind) {
    case "cancelled":
      return { kind: "cancelled" };
    case "timed-out":
      return { kind: "timed-out", diagnostic: timedOut(request.plan, request) };
    case "too-large":
      return { ...failed(tooLarge(request)), memory: "limit" };
    case "silent":
      return { ...failed(kindFailed(request, end)), ...(isKilled(end.end) && { memory: "system" }) };
    case "word":
      if (end.word.type === "failed" || end.word.type === "bug") return failed(kindFailed(request, end));
      return { kind: "succeeded", ...(backend !== undefined && { backend }) };
  }
}

const failed = (diagnostic: Diagnostic) => ({ kind: "failed", diagnostic }) as const;

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
