import { defineStage } from "../../engine/kind/define-stage.ts";
import type { ValidateWith } from "./with.generated.ts";

export const validate = defineStage<ValidateWith, "table" | "schema", "table" | "report">({
  name: "validate",
  version: 1,
  libraries: ["apache-arrow", "csv-parse", "hyparquet"],
  description: "Reads a table from CSV, TSV, Parquet, JSON or Arrow, checks it against a table schema, and hands it on typed.",
  ports: {
    in: {
      table: { type: ["table", "file"], description: "The raw table: .csv .tsv .parquet .json .jsonl or .arrow." },
      schema: { type: "file", description: "The table schema, in YAML: schemas/table.schema.json." },
    },
    out: {
      table: { type: "table", description: "The table with the schema's types, in the schema's order of columns." },
      report: { type: "report", description: "What is in each column." },
    },
  },
  with: { builtIn: "validate" },
  work: { run: async (context) => (await import("./validate.ts")).validate(context) },
});
