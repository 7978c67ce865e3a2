import type { Span } from "../diagnostics/source.ts";
import type { LoadedKind } from "../kind/loaded-kind.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Pipeline } from "../spec/pipeline.ts";
import type { Instance } from "./instance.ts";
import type { PlanInput, PlanOutput } from "./plan.ts";
import type { ProblemList } from "./problem-list.ts";

/** A stage whose outputs are known, so that others can refer to them. */
export interface Draft extends Instance {
  /** Where a command runs. */
  readonly cwd: ProjectPath;
  /** Of `uses`, or of `as`; absent for a free command, or where the kind could not be loaded. */
  readonly kind: LoadedKind | undefined;
  readonly outputs: readonly DraftOutput[];
  /** `when` was false. */
  readonly off: boolean;
}

export interface DraftOutput extends PlanOutput {
  readonly at: Span;
}

export interface DraftInput extends PlanInput {
  /** Of each source, in the order of `from`. */
  readonly places: readonly Span[];
  /** How many it is only turns out once a stage has made a list. */
  readonly open: boolean;
}

export interface CompileContext {
  readonly pipeline: Pipeline;
  readonly problems: ProblemList;
}
