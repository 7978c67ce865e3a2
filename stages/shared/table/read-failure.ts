import { type FailureDescription, StageFailure } from "../../../engine/kind/stage-context.ts";

export function readFailure(description: Omit<FailureDescription, "code">): StageFailure {
  return new StageFailure({ code: "table-read", ...description });
}
