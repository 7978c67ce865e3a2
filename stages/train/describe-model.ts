import type { ModelDescription } from "../shared/network/model.ts";
import type { Table } from "../shared/table/table.ts";
import { exampleRow } from "./example-row.ts";
import type { Prepared } from "./prepare.ts";
import type { TrainContext } from "./settings.ts";

export function describeModel({
  context,
  table,
  prepared: { features, target },
}: {
  readonly context: TrainContext;
  readonly table: Table;
  readonly prepared: Prepared;
}): ModelDescription {
  return {
    format: 1,
    task: target.task,
    target: context.with.target,
    ...(target.task === "classification" ? { classes: target.classes } : { scale: target.scale }),
    features,
    example: exampleRow(table, features),
    trainedOn: { rows: table.rows, digest: context.in.train.digest },
  };
}
