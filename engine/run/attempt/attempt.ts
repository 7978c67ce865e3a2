import { join } from "node:path";
import type { Listener } from "../../events/event.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import type { Entry } from "../../key/entry.ts";
import type { Lineage } from "../../kind/stage-context.ts";
import { asProjectPath, type ProjectPath, type StageId } from "../../platform/identity.ts";
import { follow } from "../follow/follow.ts";
import type { Following } from "../follow/following.ts";
import type { Granted } from "../pools/granted.ts";
import { attemptCommand } from "./attempt-command.ts";
import { attemptKind } from "./attempt-kind.ts";
import { passed } from "./environment.ts";
import type { LocalExecutor } from "./executor.ts";
import { LogWriter } from "./log-writer.ts";
import { maskOf } from "./mask.ts";
import type { Meter } from "./meter.ts";
import { Output } from "./output.ts";
import type { AttemptResult } from "./result.ts";
import { withScratch } from "./scratch.ts";

export interface AttemptRequest {
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly inputs: Readonly<Record<string, readonly Entry[]>>;
  /** Effects only. */
  readonly lineage?: Lineage;
  readonly run: string;
  readonly granted: Granted;
  readonly meter?: Meter;
  /** From 1. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Absent: nobody asks what the stage reads and writes. */
  readonly following?: Following | undefined;
  /** Gets the `stage-output` and `stage-progress` events. */
  readonly emit: Listener;
}

/** Where the whole output of a stage's attempts is kept. */
export const logFile = (run: string, stage: StageId): ProjectPath => asProjectPath(`.millrace/logs/${run}/${stage}.log`);

/** Runs a stage once, whatever it does. Its old outputs are gone and the parents of its outputs exist before this is called. */
export async function attempt(executor: LocalExecutor, request: AttemptRequest): Promise<AttemptResult> {
  const { platform, projectRoot } = executor;
  const { stage } = request;
  const log = new LogWriter(platform, join(projectRoot, logFile(request.run, stage.id)));
  const mask = maskOf(Object.values(passed(platform.environment.variables, stage.passEnv)));
  const output = new Output({ stage: stage.id, emit: request.emit, log, mask });
  if (request.attempt > 1) log.write(`--- attempt ${request.attempt} ---`);
  const { plan, emit, following } = request;
  const result = await follow(executor, { following, plan, stage, emit }, (followed) =>
    withScratch(executor, (temporary) => {
      const { does } = stage;
      return does.kind === "run"
        ? attemptCommand(executor, { ...request, work: does, temporary, output, follow: followed })
        : attemptKind(executor, { ...request, work: does, temporary, output, follow: followed });
    }),
  );
  log.flush();
  if (log.problem === undefined) return result;
  const message = `the log of ${stage.id} could not be written`;
  return { ...result, warnings: [...result.warnings, { code: "disk-failed", severity: "warning", message, why: log.problem }] };
}
