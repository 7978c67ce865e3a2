import { dirname, join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { footprintOf } from "../../trace/footprint.ts";
import { recordLines } from "../../trace/record-lines.ts";
import { straceAccesses } from "../../trace/strace-accesses.ts";
import { undeclaredOf } from "../../trace/undeclared.ts";
import { isWrong, undeclaredDiagnostic, undeclaredIo } from "../../trace/undeclared-io.ts";
import type { LocalExecutor } from "../attempt/executor.ts";
import { placed } from "../attempt/problem.ts";
import type { AttemptResult } from "../attempt/result.ts";
import type { FollowRequest } from "./follow.ts";
import type { Following } from "./following.ts";

/** Bytes of a record that are still read. */
const readable = 2 ** 30;

export interface Judging extends FollowRequest {
  readonly following: Following;
  readonly record: string;
  readonly result: AttemptResult;
}

/** Tells what a followed attempt did and did not declare; in a strict run the attempt is refused for it. */
export function judged({ platform: { disk }, projectRoot }: LocalExecutor, request: Judging): AttemptResult {
  const { following, plan, stage, record, result, emit } = request;
  const { strict, all } = following.mode;
  const size = disk.stat(record)?.size ?? 0n;
  if (size === 0n || size > readable) return size === 0n && result.kind !== "succeeded" ? result : unseen(request, size > 0n);
  const cwd = join(projectRoot, stage.does.kind === "run" ? stage.does.cwd : ".");
  const footprint = footprintOf(straceAccesses(recordLines(disk.read(record)), disk.realPath(cwd) ?? cwd));
  const places = [plan.pipeline.file, dirname(plan.pipeline.file), ...(stage.does.kind === "run" ? [stage.does.cwd] : [])];
  const undeclared = undeclaredOf({ disk, projectRoot, places, stage, footprint, isIgnored: following.isIgnored });
  const event = undeclaredIo({ disk, plan, stage, undeclared, all });
  emit(event);
  const diagnostic = undeclaredDiagnostic(event, { plan, stage });
  if (diagnostic === undefined) return result;
  return strict && isWrong(event) ? refused(result, diagnostic) : { ...result, warnings: [...result.warnings, diagnostic] };
}

/** A stage that fails by itself says that first. */
const refused = (result: AttemptResult, diagnostic: Diagnostic): AttemptResult =>
  result.kind === "succeeded"
    ? { ...result, refused: { ...diagnostic, severity: "error" } }
    : { ...result, warnings: [...result.warnings, diagnostic] };

function unseen({ plan, stage, following, result }: Judging, isLarge: boolean): AttemptResult {
  const diagnostic: Diagnostic = {
    code: "trace-unavailable",
    severity: "warning",
    message: `nobody saw what stage ${stage.id} reads and writes`,
    ...placed(plan, stage),
    why: isLarge ? "it did so much that the record of it cannot be read" : "strace left no record of it",
    hint: "run again, or without --trace",
  };
  return following.mode.strict ? refused(result, diagnostic) : { ...result, warnings: [...result.warnings, diagnostic] };
}
