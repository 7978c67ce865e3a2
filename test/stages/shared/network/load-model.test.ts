import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadModel } from "../../../../stages/shared/network/load-model.ts";
import type { LoadedModel } from "../../../../stages/shared/network/model.ts";
import { readTable } from "../../../../stages/shared/table/arrow-file.ts";
import { takeRows } from "../../../../stages/shared/table/rows.ts";
import type { Column, Table } from "../../../../stages/shared/table/table.ts";
import { failureOf, temporaryFolder } from "../../stage-context.ts";
import { houses, pricing, trained } from "../../train/houses.ts";
import { trainWine } from "../../train/wine.ts";

const valuesOf = async (model: LoadedModel, table: Table): Promise<number[]> => {
  const prediction = await model.predict(table);
  return [...(prediction.task === "classification" ? prediction.probabilities : prediction.values)];
};

async function pricingModel() {
  const { out } = await trained({ options: { ...pricing, epochs: 2 }, tables: { train: houses(50, "train") } });
  return out.model;
}

const house = (changed: readonly Column[] = []): Table => ({
  rows: 1,
  columns: [
    ...(
      [
        { name: "area", type: "number", values: Float64Array.of(80) },
        { name: "garden", type: "boolean", values: Uint8Array.of(1) },
        { name: "district", type: "text", values: ["hill"] },
      ] satisfies Column[]
    ).filter(({ name }) => !changed.some((column) => column.name === name)),
    ...changed,
  ],
});

test("predictions do not depend on how rows are batched, nor on the order of columns", async () => {
  const { out, tables } = await trainWine(7, { epochs: 10 });
  const wines = await readTable(tables.test);
  const model = await loadModel(out.model);
  const whole = await valuesOf(model, wines);
  expect(whole.length).toBe(35 * 3);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(34), { minLength: 1, maxLength: 50 }), async (rows) => {
      const some = await valuesOf(model, { ...takeRows(wines, rows), columns: takeRows(wines, rows).columns.toReversed() });
      const expected = rows.flatMap((row) => whole.slice(row * 3, row * 3 + 3));
      expect(Math.max(...some.map((value, index) => Math.abs(value - (expected[index] ?? Number.NaN))))).toBeLessThanOrEqual(1e-6);
    }),
    { numRuns: 40 },
  );
  const many = await valuesOf(
    model,
    takeRows(
      wines,
      Array.from({ length: 3000 }, (_, row) => row % 35),
    ),
  );
  expect(many.every((value, index) => Math.abs(value - (whole[index % whole.length] ?? Number.NaN)) <= 1e-6)).toBe(true);
  model.dispose();
});

test("probabilities of a row add up to 1, and both embedded backends agree", async () => {
  const { out, tables } = await trainWine(7, { epochs: 10 });
  const wines = await readTable(tables.test);
  const onWasm = await loadModel(out.model);
  const fromWasm = await valuesOf(onWasm, wines);
  const onCpu = await loadModel(out.model, { backend: "cpu" });
  const fromCpu = await valuesOf(onCpu, wines);
  expect([onWasm.backend, onCpu.backend]).toEqual(["wasm", "cpu"]);
  expect(Math.max(...fromWasm.map((value, index) => Math.abs(value - (fromCpu[index] ?? Number.NaN))))).toBeLessThanOrEqual(1e-6);
  for (let row = 0; row < 35; row++) {
    expect(fromWasm.slice(row * 3, row * 3 + 3).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  }
});

test("a missing value is filled in as it was in training, and an unknown category is none", async () => {
  const model = await loadModel(await pricingModel());
  const area = model.description.features.find(({ name }) => name === "area");
  if (area?.type !== "number") throw new Error("area is no number");
  const filled = await valuesOf(model, house([{ name: "area", type: "number", values: Float64Array.of(area.fill) }]));
  expect(await valuesOf(model, house([{ name: "area", type: "number", values: Float64Array.of(0), valid: Uint8Array.of(0) }]))).toEqual(
    filled,
  );
  const nowhere = await valuesOf(model, house([{ name: "district", type: "text", values: [null] }]));
  expect(await valuesOf(model, house([{ name: "district", type: "text", values: ["moon"] }]))).toEqual(nowhere);
  expect(nowhere).not.toEqual(await valuesOf(model, house()));
  model.dispose();
});

test("no rows, no predictions", async () => {
  const model = await loadModel(await pricingModel());
  expect(await valuesOf(model, takeRows(house(), []))).toEqual([]);
});

test("a column that is missing, of another type, or not finite is named", async () => {
  const model = await loadModel(await pricingModel());
  const { columns } = house();
  expect(await failureOf(() => model.predict({ rows: 1, columns: columns.slice(1) }))).toEqual({
    code: "column-unknown",
    message: "the table has no column area",
    why: "its columns are garden, district",
  });
  expect(await failureOf(() => model.predict(house([{ name: "garden", type: "text", values: ["yes"] }])))).toEqual({
    code: "column-type",
    message: "the column garden is text, and the model takes a boolean",
    why: "the model was trained on a column of that type",
  });
  expect(await failureOf(() => model.predict(house([{ name: "area", type: "number", values: Float64Array.of(Number.NaN) }])))).toEqual({
    code: "data-invalid",
    message: "the column area holds NaN in row 0",
    why: "a network takes finite numbers only",
    hint: "leave the value empty where it is not known",
  });
});

test("a model folder is three files, and can be moved", async () => {
  const folder = await pricingModel();
  expect((await readdir(folder)).sort()).toEqual(["millrace.json", "model.json", "weights.bin"]);
  const moved = join(temporaryFolder(), "elsewhere");
  await cp(folder, moved, { recursive: true });
  const [here, there] = [await loadModel(folder), await loadModel(moved)];
  expect(await valuesOf(there, house())).toEqual(await valuesOf(here, house()));
  for (const file of await readdir(folder)) expect((await readFile(join(folder, file))).includes(folder)).toBe(false);
});

const damages = [
  { name: "millrace.json", content: undefined, why: /^ENOENT: no such file or directory, open 'model\/millrace.json'$/ },
  { name: "model.json", content: undefined, why: /^ENOENT: no such file or directory, open 'model\/model.json'$/ },
  { name: "weights.bin", content: undefined, why: /^ENOENT/ },
  { name: "weights.bin", content: "short", why: /./ },
  { name: "model.json", content: "{", why: /JSON/ },
  { name: "model.json", content: "{}", why: /./ },
  { name: "millrace.json", content: '{"format": 2}', why: /^its millrace.json has format 2, and this Millrace reads format 1$/ },
];

test.for(damages)("a model whose $name is $content is no model", async ({ name, content, why }) => {
  const folder = await pricingModel();
  if (content === undefined) await rm(join(folder, name));
  else await writeFile(join(folder, name), content);
  expect(await failureOf(() => loadModel(folder))).toEqual({
    code: "model-invalid",
    message: "model is not a model that can be loaded",
    why: expect.stringMatching(why),
    hint: "a model is a folder with model.json, weights.bin, millrace.json, as the train kind writes it",
  });
});
