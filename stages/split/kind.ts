import { defineStage } from "../../engine/kind/define-stage.ts";
import type { SplitWith } from "./with.generated.ts";

export const split = defineStage<SplitWith, "table", "train" | "validation" | "test">({
  name: "split",
  version: 1,
  libraries: ["apache-arrow"],
  description: "Divides a table's rows into train, validation and test, at random or in proportion to classes.",
  ports: {
    in: { table: { type: "table", description: "The table to divide." } },
    out: {
      train: { type: "table", role: "train", description: "Rows to fit on, in the table's order." },
      validation: { type: "table", role: "validation", description: "Rows to stop and choose by, in the table's order." },
      test: { type: "table", role: "test", description: "Rows to measure the finished model with, in the table's order." },
    },
  },
  with: { builtIn: "split" },
  work: { run: async (context) => (await import("./split.ts")).split(context) },
});
