import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fillCard, unfilledSections } from "../../../stages/register/card-template.ts";
import { cardValues } from "../../../stages/register/card-values.ts";
import { digestOfLetter, wineRegistration } from "../shared/registry/registration.ts";
import { failureOf } from "../stage-context.ts";
import { wineDescription } from "./wine-model.ts";

const { lineage } = wineRegistration("/nowhere");
const values = cardValues({
  reference: { name: "wine", version: "1.2.0", digest: digestOfLetter("a") },
  description: wineDescription,
  metrics: {
    accuracy: { value: 0.97222222, low: 0.8583, high: 0.99509 },
    logLoss: 0.0812345,
    byClass: { barolo: { recall: 1 } },
    rows: 36,
  },
  lineage: { ...lineage, files: { ...lineage.files, "pipelines/wine/card.md": digestOfLetter("8") } },
  template: digestOfLetter("8"),
});
const fill = (text: string) => fillCard({ file: "card.md", text }, values);

test("every field has its text", () => {
  expect(Object.fromEntries(values)).toEqual({
    "model.name": "wine",
    "model.version": "1.2.0",
    "model.digest": "a".repeat(64),
    "model.task": "classification",
    "model.target": "cultivar",
    "model.classes": "barolo, grignolino, barbera",
    "model.features": "`alcohol`, `proline`",
    "model.example": '{"alcohol":14.23,"proline":1065}',
    "data.rows": "106",
    "data.columns": "2",
    "data.digest": "e".repeat(64),
    "data.files": `- \`pipelines/wine/data/wine.csv\` (SHA-256 \`${"f".repeat(64)}\`)`,
    "lineage.pipeline": "pipelines/wine/pipeline.yaml",
    "lineage.key": "c".repeat(64),
    "lineage.commit": "0123456789abcdef0123456789abcdef01234567",
    "metrics.table":
      "| metric | value | interval |\n| --- | --- | --- |\n| accuracy | 0.9722 | 0.8583 to 0.9951 |\n| logLoss | 0.08123 |  |\n| rows | 36 |  |",
    "metrics.accuracy": "0.9722",
    "metrics.accuracy.low": "0.8583",
    "metrics.accuracy.high": "0.9951",
    "metrics.logLoss": "0.08123",
    "metrics.byClass.barolo.recall": "1",
    "metrics.rows": "36",
  });
});

test("fields are filled, and braces behind a backslash are text", () => {
  expect(fill("{{model.name}} {{ model.version }}: \\{{ model.name }}, { a: { b: 1 } }, $5\n")).toBe(
    "wine 1.2.0: {{ model.name }}, { a: { b: 1 } }, $5\n",
  );
});

test.each([
  [
    "# Wine\n\nAccuracy is {{ metrics.acuracy }} on test.\n",
    {
      code: "unknown-template",
      message: "{{ metrics.acuracy }} is no field of a model card",
      why: "card.md:3:13\n  Accuracy is {{ metrics.acuracy }} on test.\n              ^^^^^^^^^^^^^^^^^^^^^",
      hint: "write {{ metrics.accuracy }}",
    },
  ],
  [
    "seed ${{ params.seed }}",
    {
      code: "unknown-template",
      message: "${{ params.seed }} is of the pipeline's language, and a model card has its own",
      why: "card.md:1:6\n  seed ${{ params.seed }}\n       ^^^^^^^^^^^^^^^^^^",
      hint: "a card knows {{ model.version }} and the like; to write the braces themselves, \\{{",
    },
  ],
  [
    "version {{ model.version }\n",
    {
      code: "unknown-template",
      message: "{{ is not closed",
      why: "card.md:1:9\n  version {{ model.version }\n          ^^",
      hint: "write }} on the same line",
    },
  ],
  [
    "{{ }}",
    {
      code: "unknown-template",
      message: "{{ }} is no field of a model card",
      why: "card.md:1:1\n  {{ }}\n  ^^^^^",
      hint: `the fields are ${[...values.keys()].join(", ")}`,
    },
  ],
])("refused, with its place: %j", async (text, failure) => {
  expect(await failureOf(async () => fill(text))).toEqual(failure);
});

test("the wine pipeline's card is whole: every field is known, and nothing is left to fill in", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../pipelines/wine/card.md"), "utf8");
  expect(fill(text)).toContain("# wine 1.2.0");
  expect(unfilledSections(text)).toEqual([]);
});
