import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFeatures } from "../../../stages/shared/network/encode-features.ts";
import type { Column } from "../../../stages/shared/table/table.ts";
import { fitFeature } from "../../../stages/train/fit-feature.ts";

const cell = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { freq: 5 });
const anyCells = fc.array(cell, { minLength: 1, maxLength: 60 });

const numberColumn = (cells: readonly (number | null)[]) =>
  ({
    name: "proline",
    type: "number",
    values: Float64Array.from(cells, (value) => value ?? 0),
    valid: Uint8Array.from(cells, (value) => (value === null ? 0 : 1)),
  }) satisfies Column;

test("the train rows' own numbers become inputs of mean 0 and deviation 1, and a missing one the mean", () => {
  fc.assert(
    fc.property(anyCells, (cells) => {
      const column = numberColumn(cells);
      const inputs = [...encodeFeatures({ rows: cells.length, columns: [column] }, [fitFeature(column)])];
      const present = inputs.filter((_, row) => cells[row] !== null);
      const mean = present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length);
      const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, present.length);
      const spread = Math.max(...cells.map((value) => value ?? 0)) - Math.min(...cells.map((value) => value ?? 0));
      fc.pre(spread === 0 || spread > 1e-3);
      expect(mean).toBeCloseTo(0, 4);
      expect(variance < 1e-6 || Math.abs(variance - 1) < 1e-4).toBe(true);
      expect(inputs.filter((_, row) => cells[row] === null).every((value) => value === 0)).toBe(true);
    }),
  );
});

test("a column whose values are equal is 0, and one without a value is 0 everywhere", () => {
  const inputsOf = (cells: readonly (number | null)[]) => {
    const column = numberColumn(cells);
    return [...encodeFeatures({ rows: cells.length, columns: [column] }, [fitFeature(column)])];
  };
  expect(inputsOf([0.1, 0.1, 0.1])).toEqual([0, 0, 0]);
  expect(inputsOf([1e9, 1e9, null])).toEqual([0, 0, 0]);
  expect(inputsOf([null, null])).toEqual([0, 0]);
});

test("inputs stand side by side in the order of the features: numbers, truth values, one for each category", () => {
  const columns: Column[] = [
    { name: "cultivar", type: "category", categories: ["barolo", "barbera"], codes: Int32Array.of(1, -1, 0) },
    { name: "organic", type: "boolean", values: Uint8Array.of(1, 0, 0), valid: Uint8Array.of(1, 1, 0) },
    { name: "alcohol", type: "integer", values: Float64Array.of(12, 14, 13) },
  ];
  const features = [
    { name: "alcohol", type: "number", mean: 13, deviation: 2, fill: 13 },
    { name: "cultivar", type: "category", categories: ["barolo", "barbera"] },
    { name: "organic", type: "boolean", fill: true },
  ] as const;
  expect([...encodeFeatures({ rows: 3, columns }, features)]).toEqual([-0.5, 0, 1, 1, 0.5, 0, 0, 0, 0, 1, 0, 1]);
});
