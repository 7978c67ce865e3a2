import { join } from "node:path";
import type { Listener } from "../../events/event.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import { findProgram } from "../../platform/find-program.ts";
import { type Argv, fileCalls, otherCalls, straceArgv } from "../../trace/strace-program.ts";
import type { LocalExecutor } from "../attempt/executor.ts";
import type { AttemptResult } from "../attempt/result.ts";
import { withScratch } from "../attempt/scratch.ts";
import type { Following } from "./following.ts";

export interface Program {
  readonly argv: Argv;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What to start instead of a program, so that it is followed. */
export type Follow = (program: Program) => Argv;

export interface FollowRequest {
  readonly following: Following | undefined;
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly emit: Listener;
}

/** Commands, and kinds of one's own: what Millrace brings reads and writes its ports alone. */
const isFollowed = ({ does }: PlanStage): boolean => does.kind === "run" || does.module !== undefined;

/** Makes an attempt, and tells what it did and did not declare. The attempt itself is as it would be otherwise. */
export async function follow(
  executor: LocalExecutor,
  request: FollowRequest,
  attempt: (follow: Follow) => Promise<AttemptResult>,
): Promise<AttemptResult> {
  const { following, stage } = request;
  if (following === undefined || !isFollowed(stage)) return attempt(({ argv }) => argv);
  return withScratch(executor, async (folder) => {
    const record = join(folder, "strace.txt");
    const result = await attempt(({ argv, cwd, env }) => {
      // What cannot be started says so better than strace does.
      if (!findProgram({ program: argv[0], cwd, path: env.PATH }).ok) return argv;
      return straceArgv({ program: following.strace, record, calls: [...fileCalls, ...otherCalls], argv });
    });
    if (result.kind === "cancelled") return result;
    const { judged } = await import("./judge.ts");
    return judged(executor, { ...request, following, record, result });
  });
}
