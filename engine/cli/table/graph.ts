import { command, type OptionTable } from "../option-table.ts";
import { pipelineOptions } from "../options.ts";

export const graphOptions = {
  format: {
    kind: "choice",
    short: "f",
    value: "FORMAT",
    choices: ["tree", "layers", "mermaid", "dot", "json", "svg", "html"],
    description: "how to draw it (default: layers where they fit the screen, else tree)",
  },
  output: { kind: "text", short: "o", value: "FILE", description: "write there instead of stdout" },
  only: { kind: "flag", description: "only the stages named, without what they need" },
  state: { kind: "flag", negatable: true, description: "show whether each stage is fresh (default); without, nothing is hashed" },
  files: { kind: "flag", negatable: true, description: "show the project files that come in (default: in mermaid, dot, svg and html)" },
  collapse: { kind: "flag", description: "one box for all instances of a matrix (default: where there are more than 40 stages)" },
  expand: { kind: "flag", description: "a box for each instance, however many there are" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const graphCommand = command({
  name: "graph",
  group: "look",
  arguments: "[PIPELINE] [STAGE…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Draw the stages, their states and what flows between them",
  description: [
    "`tree` and `layers` are for the terminal, `mermaid` for Markdown pages, `dot` for Graphviz, `svg` and `html` for people, `json` for programs. The page of `html` is one file that works offline: choose a stage to see its command, values, inputs, outputs and why it is not fresh.",
    "Edges are named by their ports: `test -> data` leaves by port `test` and enters by port `data`. The pictures also tell which rows may be in what flows, by word, colour and dashes: raw, train, validation, test, serving. A project file is raw; an output has the role that its kind or `role:` gives it, else those of all inputs of its stage.",
    "In the tree, each stage stands under one that hands something to it. A stage that is met again is only named: `(above)`.",
    "`json` has every stage, also where a drawing would collapse a matrix: `stages` (stage, name, group, kind, state, reasons, inputs, outputs, gates, effect, after), `edges` (from, output, to, input, type, roles) and `files` (path, to, input, roles).",
  ],
  options: graphOptions,
  examples: [
    { line: "millrace graph", shows: "the pipeline of this folder, in the terminal" },
    { line: "millrace graph pipelines/wine evaluate+", shows: "one stage, what depends on it, and what they need" },
    { line: "millrace graph --format html --output graph.html", shows: "a page to look at and to click on" },
    { line: "millrace graph --format mermaid --no-state >> README.md", shows: "for a page that stays true while nothing is wired anew" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/graph.ts")).run,
});
