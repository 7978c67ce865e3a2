import type { Span } from "../diagnostics/source.ts";
import type { StageId } from "../platform/identity.ts";
import type { StageSpec } from "../spec/pipeline.ts";
import type { Combination } from "./matrix-combinations.ts";
import type { ListSource } from "./plan.ts";

/** One stage of the plan in the making: a stage of the file, with the values of its matrix. */
export interface Instance {
  readonly id: StageId;
  readonly spec: StageSpec;
  /** Empty without a matrix. */
  readonly matrix: Combination;
  /** The part of it that tells instances apart and pairs them: without what `include` adds to a combination. */
  readonly axes: Combination;
  /** The lists that its axes are made of, with the place where each is named. Empty unless its matrix is over what a stage makes. */
  readonly lists: readonly DraftList[];
}

export interface DraftList extends ListSource {
  readonly at: Span;
}
