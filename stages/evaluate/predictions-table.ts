import type { ClassificationOutcome } from "../shared/metric/classification-outcome.ts";
import type { RegressionOutcome } from "../shared/metric/regression-scores.ts";
import type { Column, Table } from "../shared/table/table.ts";

/** row (index in the data, from 0), actual, predicted, and `probability_<class>` for each class, in the model's order. */
export function classificationTable({ classes, actual, predicted, probabilities }: ClassificationOutcome): Table {
  const probability = (name: string, index: number): Column => ({
    name: `probability_${name}`,
    type: "number",
    values: Float64Array.from(actual, (_, row) => probabilities[row * classes.length + index] as number),
  });
  return {
    rows: actual.length,
    columns: [
      rowColumn(actual.length),
      { name: "actual", type: "category", categories: classes, codes: actual },
      { name: "predicted", type: "category", categories: classes, codes: predicted },
      ...classes.map(probability),
    ],
  };
}

/** row (index in the data, from 0), actual and predicted, in the target's unit. */
export function regressionTable({ actual, predicted }: RegressionOutcome): Table {
  return {
    rows: actual.length,
    columns: [
      rowColumn(actual.length),
      { name: "actual", type: "number", values: actual },
      { name: "predicted", type: "number", values: predicted },
    ],
  };
}

function rowColumn(rows: number): Column {
  return { name: "row", type: "integer", values: Float64Array.from({ length: rows }, (_, row) => row) };
}
