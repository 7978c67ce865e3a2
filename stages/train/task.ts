import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { Column } from "../shared/table/table.ts";
import type { LossName, Task } from "./settings.ts";
import type { TrainWith } from "./with.generated.ts";

export interface Goal {
  readonly task: Task;
  readonly loss: LossName;
}

/** What is learnt of this target, and what is made small. Throws StageFailure `column-type` or `wrong-value`. */
export function goalOf(target: Column, options: Pick<TrainWith, "task" | "loss" | "class_weight">): Goal {
  const isNumber = target.type === "number" || target.type === "integer";
  const task = options.task ?? (isNumber ? "regression" : "classification");
  if (task === "regression" && !isNumber) {
    throw new StageFailure({
      code: "column-type",
      message: `a regression predicts a number, and the column ${target.name} is ${target.type}`,
      hint: "write task: classification, or leave it out",
    });
  }
  const loss = options.loss ?? (task === "classification" ? "cross_entropy" : "mean_squared_error");
  if ((loss === "cross_entropy") !== (task === "classification")) {
    throw new StageFailure({
      code: "wrong-value",
      message: `the loss ${loss} is not one of a ${task}`,
      hint: task === "classification" ? "write loss: cross_entropy" : "write loss: mean_squared_error, mean_absolute_error or huber",
    });
  }
  if (task === "regression" && options.class_weight !== undefined) {
    throw new StageFailure({ code: "wrong-value", message: "a regression has no classes to weigh", hint: "take class_weight out" });
  }
  return { task, loss };
}
