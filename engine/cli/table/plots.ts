import { command, type OptionTable } from "../option-table.ts";
import { stageOption } from "../options.ts";

export const plotsOptions = {
  ...stageOption,
  output: { kind: "text", short: "o", value: "FILE", description: "write the page there (default: .millrace/reports/plots.html)" },
  svg: { kind: "text", value: "FOLDER", description: "also write each chart there, as an SVG file" },
  json: { kind: "flag", description: "one JSON document on stdout: what was written, and each plot's digest" },
} as const satisfies OptionTable;

export const plotsCommand = command({
  name: "plots",
  group: "compare",
  arguments: "[PIPELINE]",
  count: { least: 0, most: 1 },
  summary: "Write a page with the plots of the latest results",
  description: [
    "Plots are outputs of type `plot`: pictures (.svg, .png, .jpg, .webp, .gif) as they are, and tables (.csv, .tsv, .json, .jsonl, .arrow, .parquet) as lines over their column epoch or step, else over their first column of numbers. A table that is called `history`, as the train kind's, is drawn as learning curves.",
    "The page is one HTML file that needs no network and no other file. Its path is printed on stdout.",
  ],
  options: plotsOptions,
  examples: [
    { line: "millrace plots", shows: "the pipeline of this folder" },
    { line: 'xdg-open "$(millrace plots)"', shows: "in the browser (macOS: open)" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/plots.ts")).run,
});
