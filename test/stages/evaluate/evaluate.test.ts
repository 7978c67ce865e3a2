import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { evaluate } from "../../../stages/evaluate/kind.ts";
import type { EvaluateWith } from "../../../stages/evaluate/with.generated.ts";
import { seededRandom } from "../../../stages/shared/random/seeded-random.ts";
import { readTable, writeTable } from "../../../stages/shared/table/arrow-file.ts";
import type { NumberColumn, Table } from "../../../stages/shared/table/table.ts";
import { digestOf, failureOf, runStage, stageContext, temporaryFolder } from "../stage-context.ts";
import { smallDescription, smallModel, smallWeights } from "./small-model.ts";

const cultivars = smallDescription.classes ?? [];

/** Rows around each cultivar's middle. */
function wines(rows: number): Table {
  const random = seededRandom("wines");
  const middles = [
    { alcohol: 13.75, flavanoids: 3 },
    { alcohol: 12.25, flavanoids: 2 },
    { alcohol: 13.25, flavanoids: 0.75 },
  ];
  const around = (name: "alcohol" | "flavanoids"): NumberColumn => ({
    name,
    type: "number",
    values: Float64Array.from({ length: rows }, (_, row) => (middles[row % 3]?.[name] ?? 0) + random.normal() / 2),
  });
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 3);
  return { rows, columns: [around("alcohol"), around("flavanoids"), { name: "cultivar", type: "category", categories: cultivars, codes }] };
}

async function benchFor(data: Table, options: EvaluateWith = {}) {
  const path = join(temporaryFolder(), "wines.arrow");
  await writeTable(path, data);
  return stageContext({ kind: evaluate, in: { model: await smallModel(), data: path }, with: options });
}

/** The probabilities that the layer gives to one row, in double precision. */
function expectedProbabilities(alcohol: number, flavanoids: number): number[] {
  const inputs = [(alcohol - 13) / 0.75, flavanoids - 2];
  const raised = cultivars.map((_, unit) =>
    Math.exp(
      (smallWeights.bias[unit] ?? 0) + inputs.reduce((sum, input, index) => sum + input * (smallWeights.kernel[index * 3 + unit] ?? 0), 0),
    ),
  );
  const total = raised.reduce((sum, value) => sum + value, 0);
  return raised.map((value) => value / total);
}

describe("evaluate", () => {
  it("writes metrics, predictions, report and picture of a model that it loads", async () => {
    const data = wines(60);
    const bench = await benchFor(data, { resamples: 100 });
    await runStage(evaluate, bench);

    const predictions = await readTable(bench.out.predictions);
    const numbers = predictions.columns.filter((column): column is NumberColumn => column.type === "number");
    const [alcohol, flavanoids] = data.columns.filter((column): column is NumberColumn => column.type === "number");
    for (let row = 0; row < data.rows; row++) {
      const expected = expectedProbabilities(alcohol?.values[row] ?? 0, flavanoids?.values[row] ?? 0);
      for (const [index, column] of numbers.entries()) expect(column.values[row]).toBeCloseTo(expected[index] ?? -1, 5);
    }

    const metrics = JSON.parse(await readFile(bench.out.metrics, "utf8"));
    const [, actual, predicted] = predictions.columns;
    if (actual?.type !== "category" || predicted?.type !== "category") throw new Error("actual and predicted are classes");
    const hits = actual.codes.filter((code, row) => code === predicted.codes[row]).length;
    expect(metrics.accuracy.value).toBe(hits / 60);
    expect(hits).toBeGreaterThan(45);
    expect(bench.recorded.backends).toEqual(["wasm"]);
    expect(bench.recorded.warnings).toEqual([]);
    expect((await readFile(bench.out.report, "utf8")).startsWith("# Evaluation: cultivar\n")).toBe(true);
    expect((await readFile(bench.out.picture, "utf8")).startsWith('<svg role="img" ')).toBe(true);
  });

  it("refuses data without rows", async () => {
    const bench = await benchFor(wines(0));
    expect(await failureOf(() => runStage(evaluate, bench))).toEqual({
      code: "data-invalid",
      message: "the data has no rows",
      why: "nothing can be measured on none",
    });
  });

  it("refuses a table that lacks one of the model's features", async () => {
    const { rows, columns } = wines(6);
    const bench = await benchFor({ rows, columns: columns.filter(({ name }) => name !== "flavanoids") });
    expect((await failureOf(() => runStage(evaluate, bench))).code).toBe("column-unknown");
  });
});

test("golden digests: other bytes need another version of the kind", async () => {
  const bench = await benchFor(wines(60), { resamples: 200, seed: 7 });
  await runStage(evaluate, bench);
  expect({
    version: evaluate.version,
    ...Object.fromEntries((["metrics", "predictions", "report", "picture"] as const).map((port) => [port, digestOf(bench.out[port])])),
  }).toEqual({
    version: 1,
    metrics: "26fa40f351748214afee635b77937e90a4fa0e95e6a4095763365ce60ca02a98",
    predictions: "7af65739f770dba2b574fb6a322b18c72aa800c09f3f9a366131c31237a03243",
    report: "01c9839a4b9a415519b5a7f3e9af13154d6cd7132bbdc56b21a411f15a278910",
    picture: "bc791a78ad73571d015c7897738e9fd45c5b108e7831d785937efda20cbd4793",
  });
});
