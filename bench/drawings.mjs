// What it takes to draw 1,000 stages in each format, collapsed and whole, and to write the page of a run of them, beside `node -e 0`.
// node bench/drawings.mjs [--rounds N]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { write } from "./graph.mjs";
import { measure, median, requireTools } from "./measure.mjs";

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const millrace = ["node", fileURLToPath(new URL("../dist/millrace.js", import.meta.url))];
const instances = Array.from({ length: 250 }, (_, index) => index + 1).join(", ");
const stage = (name, input) =>
  `  ${name}:\n    matrix: { number: [${instances}] }\n    run: cp \${{ in.rows }} \${{ out.rows }}\n    in: { rows: ${input} }\n    out: { rows: "out/${name}-\${{ matrix.number }}.txt" }\n`;

requireTools();
const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"));
try {
  write(join(folder, "millrace.config.yaml"), "");
  write(join(folder, "rows.txt"), "rows\n");
  const stages = [stage("split", "./rows.txt"), stage("clean", "split.rows"), stage("train", "clean.rows"), stage("score", "train.rows")];
  write(join(folder, "pipeline.yaml"), `stages:\n${stages.join("")}`);
  measure({ argv: [...millrace, "run", "--quiet"], cwd: folder });
  const formats = ["tree", "layers", "mermaid", "dot", "json", "svg", "html"];
  const cases = [
    { name: "node -e 0", argv: ["node", "-e", "0"] },
    ...formats.map((format) => ({ name: `graph --format ${format}`, argv: [...millrace, "graph", "--format", format] })),
    ...["tree", "svg", "html"].map((format) => ({
      name: `graph --format ${format} --expand`,
      argv: [...millrace, "graph", "--format", format, "--expand"],
    })),
    { name: "report", argv: [...millrace, "report", "--output", "report.html"] },
  ];
  const samples = new Map(cases.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const { name, argv } of cases) samples.get(name).push(measure({ argv, cwd: folder }));
  }
  console.log("| 1,000 stages | wall ms | CPU ms | MB |\n| --- | ---: | ---: | ---: |");
  for (const [name, taken] of samples) {
    const [wall, cpu, memory] = ["wall", "cpu", "memory"].map((figure) => Math.round(median(taken.map((sample) => sample[figure]))));
    console.log(`| ${name} | ${wall} | ${cpu} | ${memory} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
