import type { StageId } from "../platform/identity.ts";
import type { StageSpec } from "../spec/pipeline.ts";
import type { Combination } from "./matrix-combinations.ts";

/** One stage of the plan in the making: a stage of the file, with the values of its matrix. */
export interface Instance {
  readonly id: StageId;
  readonly spec: StageSpec;
  /** Empty without a matrix. */
  readonly matrix: Combination;
  /** The part of it that tells instances apart and pairs them: without what `include` adds to a combination. */
  readonly axes: Combination;
}
