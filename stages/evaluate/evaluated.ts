import type { StageContext } from "../../engine/kind/stage-context.ts";
import type { ModelDescription, Prediction } from "../shared/network/model.ts";
import type { Table } from "../shared/table/table.ts";
import type { EvaluateWith } from "./with.generated.ts";

export type EvaluateContext = StageContext<EvaluateWith, "model" | "data", "metrics" | "predictions" | "report" | "picture">;

export interface Evaluation<Task extends Prediction["task"]> {
  readonly context: EvaluateContext;
  readonly data: Table;
  readonly description: ModelDescription;
  readonly prediction: Extract<Prediction, { readonly task: Task }>;
}

/** Everything that is written, before it is written. */
export interface Evaluated {
  readonly metrics: string;
  readonly predictions: Table;
  readonly report: string;
  readonly picture: string;
}
