import { describe, expect, test } from "vitest";
import { takeRows } from "../../../stages/shared/table/rows.ts";
import type { Column, Table } from "../../../stages/shared/table/table.ts";
import { train } from "../../../stages/train/kind.ts";
import type { TrainWith } from "../../../stages/train/with.generated.ts";
import { failureOf, runStage } from "../stage-context.ts";
import { houses, pricing, trainBench } from "./houses.ts";

interface Failing {
  readonly fault: string;
  readonly options?: Partial<TrainWith>;
  readonly tables?: { readonly train: Table; readonly validation?: Table };
  readonly failure: object;
}

const rows = houses(30, "train");

/** The same table with a column exchanged. */
const withColumn = (column: Column, table = rows): Table => ({
  rows: table.rows,
  columns: table.columns.map((one) => (one.name === column.name ? column : one)),
});

const priceWith = (values: Float64Array): Column => ({ name: "price", type: "number", values });
const prices = Float64Array.from({ length: 30 }, (_, row) => row);

const data: readonly Failing[] = [
  {
    fault: "no rows",
    tables: { train: takeRows(rows, []) },
    failure: { code: "data-invalid", message: "there are no train rows to fit on" },
  },
  {
    fault: "a target that is not there",
    options: { target: "prize" },
    failure: {
      code: "column-unknown",
      message: "the table has no column prize",
      why: "its columns are area, garden, district, address, price, dear",
      hint: "write price",
    },
  },
  {
    fault: "a feature that is text",
    options: { features: { exclude: ["dear"] } },
    failure: {
      code: "column-type",
      message: "the column address is text, which a network cannot take",
      hint: "leave it out, with features: { exclude: [address] }, or give it the type category in the table's schema",
    },
  },
  {
    fault: "an excluded column that is not there",
    options: { features: { exclude: ["adress"] } },
    failure: {
      code: "column-unknown",
      message: "the table has no column adress",
      why: "its columns are area, garden, district, address, price, dear",
      hint: "write address",
    },
  },
  {
    fault: "the target among the features",
    options: { features: { include: ["area", "price"] } },
    failure: {
      code: "data-invalid",
      message: "price is both the target and a feature",
      why: "a model that is told the answer learns nothing else",
      hint: "take price out of features.include",
    },
  },
  {
    fault: "no feature left",
    options: { features: { exclude: ["area", "garden", "district", "address", "dear"] } },
    failure: { code: "data-invalid", message: "no column is left to predict from" },
  },
  {
    fault: "a target without a value in some rows",
    tables: { train: withColumn({ ...priceWith(prices), valid: Uint8Array.from(prices, (_, row) => (row < 7 ? 0 : 1)) } as Column) },
    failure: {
      code: "data-invalid",
      message: "7 rows have no price to learn from",
      why: "in the train table: rows 0, 1, 2, 3, 4, …",
      hint: "leave these rows out before they are split",
    },
  },
  {
    fault: "a number that is none",
    tables: { train: withColumn({ name: "area", type: "number", values: prices.map((value) => (value === 4 ? Number.NaN : value)) }) },
    failure: {
      code: "data-invalid",
      message: "the column area holds NaN in row 4",
      why: "a network takes finite numbers only",
      hint: "leave the value empty where it is not known",
    },
  },
  {
    fault: "a target that is infinite",
    tables: { train: withColumn(priceWith(prices.map((value) => (value === 4 ? Number.POSITIVE_INFINITY : value)))) },
    failure: {
      code: "data-invalid",
      message: "the column price holds Infinity in row 4",
      why: "a network takes finite numbers only",
      hint: "leave the value empty where it is not known",
    },
  },
  {
    fault: "a single class",
    options: { target: "dear", features: { include: ["area"] } },
    tables: { train: withColumn({ name: "dear", type: "boolean", values: new Uint8Array(30) }) },
    failure: {
      code: "data-invalid",
      message: "the train rows hold one class of dear only, false",
      why: "a classification needs two at least",
    },
  },
  {
    fault: "a class that only validation rows have",
    options: { target: "address", features: { include: ["area"] } },
    tables: { train: rows, validation: withColumn({ name: "address", type: "text", values: Array.from(prices, () => "1 Elsewhere") }) },
    failure: { code: "data-invalid", message: "row 0 of the validation table holds the address 1 Elsewhere, which no train row has" },
  },
  {
    fault: "a column of another type among the validation rows",
    tables: { train: rows, validation: withColumn({ name: "area", type: "text", values: Array.from(prices, String) }) },
    failure: {
      code: "column-type",
      message: "the column area is text, and the model takes a number",
      why: "the model was trained on a column of that type",
    },
  },
];

const settings: readonly Failing[] = [
  {
    fault: "a regression of a category",
    options: { target: "district", task: "regression" },
    failure: {
      code: "column-type",
      message: "a regression predicts a number, and the column district is category",
      hint: "write task: classification, or leave it out",
    },
  },
  {
    fault: "a loss of the other task",
    options: { loss: "cross_entropy" },
    failure: {
      code: "wrong-value",
      message: "the loss cross_entropy is not one of a regression",
      hint: "write loss: mean_squared_error, mean_absolute_error or huber",
    },
  },
  {
    fault: "weights for the classes of a regression",
    options: { class_weight: "balanced" },
    failure: { code: "wrong-value", message: "a regression has no classes to weigh", hint: "take class_weight out" },
  },
  {
    fault: "a weight for a class that is not there",
    options: { target: "district", class_weight: { harbor: 2 } },
    failure: {
      code: "wrong-value",
      message: "class_weight names harbor, which is no class",
      why: "the classes are harbour, hill, old town",
      hint: "write harbour",
    },
  },
  {
    fault: "early stopping with nothing to follow",
    options: { early_stopping: {} },
    failure: {
      code: "missing-input",
      message: "early_stopping needs validation rows to follow",
      why: "no table is bound to the input validation, or it has no rows",
      hint: "add `validation: split.validation` to in, or take early_stopping out",
    },
  },
  {
    fault: "early stopping with a validation table without rows",
    options: { early_stopping: {} },
    tables: { train: rows, validation: takeRows(rows, []) },
    failure: { code: "missing-input", message: "early_stopping needs validation rows to follow" },
  },
  {
    fault: "a layer that does not fit the one before",
    options: { model: { layers: [{ dense: 4 }, { conv2d: 8, kernel: 3 }] } },
    failure: {
      code: "model-invalid",
      message: "layer 2, conv2d, does not fit what comes before it",
      why: "a row has the shape [4] there: Input 0 is incompatible with layer conv2d_1: expected ndim=4, found ndim=2",
      hint: "reshape gives a row another shape of as many values; flatten makes it a list again",
    },
  },
  {
    fault: "a shape of other size",
    options: { model: { layers: [{ dense: 5 }, { reshape: [2, 2] }] } },
    failure: {
      code: "model-invalid",
      message: "layer 2, reshape, does not fit what comes before it",
      why: "a row has the shape [5] there: [2, 2] has not as many values",
    },
  },
  {
    fault: "a window that is larger than the image",
    options: { model: { layers: [{ dense: 4 }, { reshape: [2, 2, 1] }, { conv2d: 3, kernel: 3 }, { flatten: true }] } },
    failure: {
      code: "model-invalid",
      message: "layer 3, conv2d, does not fit what comes before it",
      why: "a row has the shape [2, 2, 1] there: nothing would be left of it",
    },
  },
  {
    fault: "an image at the end",
    options: { model: { layers: [{ dense: 4 }, { reshape: [2, 2] }] } },
    failure: {
      code: "model-invalid",
      message: "the last layer must leave a list of values for the output layer",
      why: "a row has the shape [2, 2] there",
      hint: "end with { flatten: true }, or with a global pooling",
    },
  },
  {
    fault: "steps that are far too long",
    options: { optimizer: "sgd", learning_rate: 1000, epochs: 50 },
    failure: { code: "training-diverged", hint: "write a smaller learning_rate, a tenth for example" },
  },
  {
    fault: "a native backend that is not installed",
    options: { backend: "native-gpu" },
    failure: {
      code: "backend-unavailable",
      message: "the backend native-gpu cannot be used",
      why: "native-gpu: @tensorflow/tfjs-node-gpu is not installed",
      hint: "install @tensorflow/tfjs-node-gpu 4.22.0 in the project or in its folder native/, or write backend: auto",
    },
  },
];

for (const [name, failing] of Object.entries({ data, settings })) {
  describe(name, () => {
    test.for(failing)("$fault", async ({ options = {}, tables = { train: rows }, failure }) => {
      const bench = await trainBench({ options: { ...pricing, ...options }, tables });
      expect(await failureOf(() => runStage(train, bench))).toMatchObject(failure);
    });
  });
}
