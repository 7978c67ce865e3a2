// Measures Millrace beside make, ninja and DVC, all in one run on one machine, in interleaved rounds, and prints the medians.
// node bench/main.mjs [--rounds N] [--slow-rounds N] [--only SLUG,…] [--dvc FILE | --install-dvc] [--snakemake FILE | --install-snakemake] [--write]
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measure, median, requireTools } from "./measure.mjs";
import { benchmarkPage, resultTable } from "./page.mjs";
import { scenarios } from "./scenarios.mjs";
import { sectionsOf } from "./sections.mjs";
import { availableTools, dvcVersion, installDvc, installSnakemake, versionOf } from "./tools.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    "slow-rounds": { type: "string", default: "3" },
    only: { type: "string" },
    dvc: { type: "string" },
    "install-dvc": { type: "boolean", default: false },
    snakemake: { type: "string" },
    "install-snakemake": { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

requireTools();
const installed = options["install-dvc"] ? installDvc(dvcVersion) : undefined;
const snakemake = options["install-snakemake"] ? installSnakemake() : undefined;
const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
try {
  const tools = availableTools({
    dvcProgram: installed?.program ?? options.dvc,
    snakemakeProgram: snakemake?.program ?? options.snakemake,
  });
  const versions = Object.fromEntries(tools.map((tool) => [tool.name, versionOf(tool)]));
  const chosen = scenarios.filter(({ slug }) => options.only === undefined || options.only.split(",").includes(slug));
  const rows = [floorRow(), ...chosen.flatMap((scenario) => tools.map((tool) => prepared(scenario, tool)))];
  const rounds = Math.max(Number(options.rounds), Number(options["slow-rounds"]));
  for (let round = 0; round < rounds; round++) {
    for (const row of rows)
      if (round < (row.slow ? Number(options["slow-rounds"]) : Number(options.rounds))) row.samples.push(row.sample());
    console.error(`round ${round + 1} of ${rounds}`);
  }
  const results = rows.map(({ scenario, tool, samples }) => ({
    scenario,
    tool,
    rounds: samples.length,
    ...Object.fromEntries(["cpu", "wall", "memory"].map((name) => [name, median(samples.map((sample) => sample[name]))])),
  }));
  console.log(resultTable(results));
  if (options.write) {
    const docs = fileURLToPath(new URL("../docs/", import.meta.url));
    mkdirSync(docs, { recursive: true });
    const page = join(docs, "benchmarks.md");
    const sections = existsSync(page) ? sectionsOf(readFileSync(page, "utf8")) : "";
    writeFileSync(page, benchmarkPage({ results, versions, sections }));
  }
} finally {
  rmSync(workspace, { recursive: true, force: true });
  installed?.remove();
  snakemake?.remove();
}

function floorRow() {
  return {
    scenario: "node -e 0",
    tool: "the floor",
    samples: [],
    slow: false,
    sample: () => measure({ argv: ["node", "-e", "0"], cwd: workspace }),
  };
}

function prepared(scenario, tool) {
  console.error(`preparing ${scenario.name}: ${tool.name}`);
  const folder = join(workspace, scenario.slug, tool.name.replaceAll(" ", "-"));
  mkdirSync(folder, { recursive: true });
  const facts = scenario.prepare(tool, folder);
  return {
    scenario: scenario.name,
    tool: tool.name,
    samples: [],
    slow: scenario.slow === true,
    sample: () => {
      scenario.reset?.(tool, folder);
      const sample = measure({ argv: scenario.argv(tool), cwd: folder });
      scenario.check?.(folder, facts);
      return sample;
    },
  };
}
