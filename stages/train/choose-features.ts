import { StageFailure } from "../../engine/kind/stage-context.ts";
import { column } from "../shared/table/column.ts";
import type { Column, Table } from "../shared/table/table.ts";
import type { TrainWith } from "./with.generated.ts";

/** A column that can be an input of a network. */
export type FeatureColumn = Exclude<Column, { readonly type: "text" }>;

/** The columns to predict from, in the order of the table, or as `include` names them. Throws StageFailure `column-unknown` or `column-type`. */
export function chooseFeatures(table: Table, { target, features = {} }: Pick<TrainWith, "target" | "features">): readonly FeatureColumn[] {
  const { include, exclude = [] } = features;
  for (const name of exclude) column(table, name);
  const chosen =
    include?.map((name) => column(table, name)) ?? table.columns.filter(({ name }) => name !== target && !exclude.includes(name));
  if (chosen.some(({ name }) => name === target)) {
    throw new StageFailure({
      code: "data-invalid",
      message: `${target} is both the target and a feature`,
      why: "a model that is told the answer learns nothing else",
      hint: `take ${target} out of features.include`,
    });
  }
  if (chosen.length === 0) throw new StageFailure({ code: "data-invalid", message: "no column is left to predict from" });
  return chosen.map((one) => {
    if (one.type === "text") throw textFeature(one.name);
    return one;
  });
}

function textFeature(name: string): StageFailure {
  return new StageFailure({
    code: "column-type",
    message: `the column ${name} is text, which a network cannot take`,
    hint: `leave it out, with features: { exclude: [${name}] }, or give it the type category in the table's schema`,
  });
}
