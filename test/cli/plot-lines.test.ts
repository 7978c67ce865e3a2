import { expect, test } from "vitest";
import { measuresOf } from "../../engine/cli/command/plot-lines.ts";
import type { NumberColumn, Table } from "../../stages/shared/table/table.ts";

const column = (name: string, values: readonly number[]): NumberColumn => ({ name, type: "number", values: Float64Array.from(values) });
const tableOf = (...columns: readonly NumberColumn[]): Table => ({ rows: columns[0]?.values.length ?? 0, columns });
const told = (table: Table) => Object.fromEntries(measuresOf(table));

test("the column that counts is the axis, and a prefix tells the rows that a measure is of", () => {
  const table = tableOf(column("loss", [3, 2]), column("epoch", [1, 2]), column("val_loss", [4, 3]), column("rate", [0.1, 0.1]));
  expect(told(table)).toEqual({
    loss: [
      { axis: "epoch", series: [{ name: "train", x: [1, 2], y: [3, 2] }] },
      { axis: "epoch", series: [{ name: "validation", x: [1, 2], y: [4, 3] }] },
    ],
    rate: [{ axis: "epoch", series: [{ name: "rate", x: [1, 2], y: [0.1, 0.1] }] }],
  });
});

test("without one that counts, the first of several is the axis, and of one the rows are", () => {
  expect(told(tableOf(column("recall", [0, 1]), column("precision", [1, 0.5])))).toEqual({
    precision: [{ axis: "recall", series: [{ name: "precision", x: [0, 1], y: [1, 0.5] }] }],
  });
  expect(told(tableOf(column("price", [7, 8, 9])))).toEqual({
    price: [{ axis: "row", series: [{ name: "price", x: [1, 2, 3], y: [7, 8, 9] }] }],
  });
});

test("a missing value is a gap; a row without a place on the axis is left out", () => {
  const gap: NumberColumn = { ...column("loss", [3, 0, 1]), valid: Uint8Array.from([1, 0, 1]) };
  const epoch: NumberColumn = { ...column("epoch", [1, 2, 0]), valid: Uint8Array.from([1, 1, 0]) };
  expect(told(tableOf(epoch, gap))).toEqual({ loss: [{ axis: "epoch", series: [{ name: "loss", x: [1, 2], y: [3, null] }] }] });
});
