import { test } from "vitest";
import { tells } from "./story.ts";

const files = {
  "pipeline.yaml": `name: tasting
params:
  training: { epochs: 60, rate: 0.01 }
  layers: [32, 16]
  vintage: 1
stages:
  train:
    run: echo \${{ with.epochs }} \${{ with.vintage }} > \${{ out.model }}
    out: { model: ./model.txt }
    with:
      epochs: \${{ params.training.epochs }}
      rate: \${{ params.training.rate }}
      vintage: \${{ params.vintage }}
      layers: \${{ params.layers }}
      cellar: oak
`,
};

test("a param by its name, with its value before and after, and the setting that takes it", () =>
  tells("param-value", { files, edit: ({ replace }) => replace("pipeline.yaml", "epochs: 60", "epochs: 5") }));

test("a param within a list", () =>
  tells("param-in-list", { files, edit: ({ replace }) => replace("pipeline.yaml", "[32, 16]", "[32, 8, 4]") }));

test("a setting that is no param", () =>
  tells("setting", { files, edit: ({ replace }) => replace("pipeline.yaml", "cellar: oak", "cellar: steel\n      year: 2024") }));

test("a setting that is gone", () =>
  tells("setting-removed", { files, edit: ({ replace }) => replace("pipeline.yaml", "      cellar: oak\n", "") }));

test.each([
  ["integer-to-number", "1", "1.0"],
  ["integer-to-text", "1", '"1"'],
  ["integer-to-boolean", "1", "true"],
])("the type of a param: %s", (name, before, after) =>
  tells(`param-type-${name}`, { files, edit: ({ replace }) => replace("pipeline.yaml", `vintage: ${before}`, `vintage: ${after}`) }),
);
