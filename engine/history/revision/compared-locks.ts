import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Lock } from "../../lock/lock-file.ts";
import type { StageId } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import type { Pipeline } from "../../spec/pipeline.ts";
import { lockAt, lockHere, type ReadLock } from "./lock-at.ts";
import type { Repository } from "./repository.ts";
import type { RevisionRange } from "./revision-range.ts";

export interface ComparedLocks {
  readonly before: Lock;
  readonly after: Lock;
  /** Stages whose values are not known in one of the versions: they are neither new nor gone. */
  readonly unknown: ReadonlySet<StageId>;
  /** Of those, the ones that are not known in the later version. */
  readonly unknownNow: readonly StageId[];
  readonly warnings: readonly Diagnostic[];
}

export interface LocksRequest {
  readonly platform: Platform;
  readonly repository: Repository;
  readonly range: RevisionRange;
  /** As it is in the working tree. */
  readonly pipeline: Pick<Pipeline, "projectRoot" | "lockFile" | "stages">;
}

/** The lock of a pipeline in two versions; of one that cannot be believed, what can. */
export async function comparedLocks(request: LocksRequest): Promise<Result<ComparedLocks, Diagnostic>> {
  const { repository, range } = request;
  const place = placeOf(request.pipeline);
  const before = await lockAt(repository, { revision: range.before, place });
  if (!before.ok) return failure(before.failure);
  const after = range.after === undefined ? success(hereOf(request)) : await lockAt(repository, { revision: range.after, place });
  if (!after.ok) return failure(after.failure);
  const locks = { before: before.value.lock, after: after.value.lock };
  const missing = range.after === undefined ? notRecorded(request, locks) : [];
  const unknownNow = [...locks.after.damaged.keys(), ...missing];
  const warnings = [...before.value.warnings, ...after.value.warnings];
  if (missing.length > 0 && locks.after.records.size > 0) warnings.push(missingLines(request, missing));
  return success({ ...locks, unknown: new Set([...locks.before.damaged.keys(), ...unknownNow]), unknownNow, warnings });
}

const placeOf = ({ projectRoot, lockFile }: LocksRequest["pipeline"]) => ({ path: join(projectRoot, lockFile), shown: lockFile });

const hereOf = ({ platform, pipeline }: LocksRequest): ReadLock => lockHere(platform.disk, placeOf(pipeline));

/** Stages that had metrics, are still in the pipeline, and have no line any more. */
function notRecorded({ pipeline }: LocksRequest, { before, after }: { readonly before: Lock; readonly after: Lock }): readonly StageId[] {
  const names = new Set(pipeline.stages.map(({ name }) => name.value));
  return [...before.records]
    .filter(([stage, { metrics }]) => Object.keys(metrics).length > 0 && names.has(stage.split("@")[0] ?? stage))
    .filter(([stage]) => !after.records.has(stage) && !after.damaged.has(stage))
    .map(([stage]) => stage);
}

const missingLines = ({ pipeline }: LocksRequest, missing: readonly StageId[]): Diagnostic => ({
  code: "not-recorded",
  severity: "warning",
  message: `${pipeline.lockFile} has no line of ${missing.join(", ")}: ${missing.length === 1 ? "its" : "their"} values are not known`,
  hint: `\`millrace run ${missing.join(" ")}\``,
});
