import { expect, test } from "vitest";
import { project } from "./project.ts";

const yaml = (evaluate: string): string => `name: wine
stages:
  check:
    uses: validate
    in: { table: ./wine.csv, schema: ./wine.table.yaml }
  split:
    uses: split
    in: { table: check.table }
    with: { fractions: { train: 0.8, test: 0.2 } }
  fit:
    uses: train
    in: { train: split.train }
    with: { target: cultivar, model: { layers: [{ dense: 3 }] } }
  evaluate:
    uses: evaluate
    in: ${evaluate}
`;
const files = { "wine.csv": "cultivar\nbarolo\n", "wine.table.yaml": "columns: {}\n" };

async function hints(text: string): Promise<readonly (string | undefined)[]> {
  const { diagnostics } = await project({ ...files, "pipeline.yaml": text }).compile();
  return diagnostics.filter(({ code }) => code === "missing-input").map(({ hint }) => hint);
}

test("what measures a model is told of rows that the model has not seen", async () => {
  expect(await hints(yaml("{ model: fit.model }"))).toEqual(["in:\n  data: split.test"]);
});

test("where there are none, no others are proposed", async () => {
  const text = yaml("{ model: fit.model }")
    .replace(/ {2}split:[\s\S]*?(?= {2}fit:)/, "")
    .replace("split.train", "check.table");
  expect(await hints(text)).toEqual(["in:\n  data: stage.port"]);
});

test("an output of the port's own name comes before others of its type", async () => {
  expect(await hints(yaml("{ data: split.test, model: fit.model }").replace("in: { train: split.train }", "in: {}"))).toEqual([
    "in:\n  train: split.train",
  ]);
});
