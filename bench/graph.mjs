// The graphs that every tool gets: stages with the files they read and the files they write, a command line each.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** How many processes each tool may have at a time. */
export const jobs = "2";

/** `count` stages that know nothing of each other: each copies a small file of its own. */
export function independentStages(count) {
  return Array.from({ length: count }, (_, index) => ({
    name: `stage${index}`,
    inputs: [`input/${index}.txt`],
    outputs: [`output/${index}.txt`],
    command: `cp input/${index}.txt output/${index}.txt`,
  }));
}

/** The shape of pipelines/wine, for the tools that have no kinds: the same stages and edges, with commands that only pass text on. */
export const wineStages = [
  passOn({ name: "validate", inputs: ["data/wine.csv", "wine.table.yaml"], outputs: ["table", "validation.md"] }),
  passOn({ name: "split", inputs: ["output/table"], outputs: ["train", "validation", "test"] }),
  passOn({ name: "train", inputs: ["output/train", "output/validation"], outputs: ["model", "history", "training.md"] }),
  passOn({
    name: "evaluate",
    inputs: ["output/model", "output/test"],
    outputs: ["metrics", "predictions", "evaluation.md", "confusion.svg"],
  }),
  passOn({ name: "summarize", inputs: ["output/metrics", "summarize.mjs"], outputs: ["summary.md"] }),
  passOn({ name: "register", inputs: ["output/model", "output/metrics", "card.md"], outputs: ["version"] }),
  passOn({ name: "deploy", inputs: ["output/version"], outputs: ["deployment"] }),
];

function passOn({ name, inputs, outputs }) {
  const paths = outputs.map((output) => `output/${output}`);
  return { name, inputs, outputs: paths, command: `cat ${inputs.join(" ")} | tee ${paths.join(" ")} >/dev/null` };
}

/** Writes what the first stages read, and the folders that the last ones write to. */
export function writeInputs(folder, stages) {
  const made = new Set(stages.flatMap(({ outputs }) => outputs));
  makeOutputFolders(folder, stages);
  for (const { inputs } of stages) {
    for (const input of inputs.filter((path) => !made.has(path))) write(join(folder, input), `the content of ${input}\n`);
  }
}

export function makeOutputFolders(folder, stages) {
  for (const path of new Set(stages.flatMap(({ outputs }) => outputs.map((output) => dirname(output))))) {
    mkdirSync(join(folder, path), { recursive: true });
  }
}

export function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
