// Start-up, status and no-op of this build beside those of another one, in turn in one run: what new commands cost the old ones.
// node bench/start-up.mjs --before DIST [--rounds N]     DIST is the dist/ of the other build
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { independentStages, write, writeInputs } from "./graph.mjs";
import { measure, median, requireTools } from "./measure.mjs";

const { values: options } = parseArgs({ options: { before: { type: "string" }, rounds: { type: "string", default: "15" } } });
if (options.before === undefined) throw new Error("--before DIST is needed: the dist/ of the build to compare with");
requireTools();

const builds = {
  before: join(resolve(options.before), "millrace.js"),
  after: fileURLToPath(new URL("../dist/millrace.js", import.meta.url)),
};
const folders = new Map();
const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
try {
  const cases = [
    { name: "--version", words: ["--version"], folder: () => folderOf("empty", () => undefined) },
    { name: "--help", words: ["--help"], folder: () => folderOf("empty", () => undefined) },
    { name: "status of wine", words: ["status"], folder: (build) => folderOf(`wine-${build}`, copyWine) },
    { name: "no-op of wine", words: ["run"], folder: (build) => folderOf(`wine-${build}`, copyWine) },
    { name: "status of 1,000 stages", words: ["status"], folder: (build) => folderOf(`many-${build}`, writeMany) },
    { name: "no-op of 1,000 stages", words: ["run"], folder: (build) => folderOf(`many-${build}`, writeMany) },
  ];
  for (const { folder } of cases) for (const build of Object.keys(builds)) prime(folder(build), build);
  const samples = new Map();
  const take = (name, argv, cwd) => samples.set(name, [...(samples.get(name) ?? []), measure({ argv, cwd }).cpu]);
  for (let round = 0; round < Number(options.rounds); round++) {
    take("floor", ["node", "-e", "0"], workspace);
    for (const { name, words, folder } of cases) {
      for (const [build, program] of Object.entries(builds)) take(`${name} ${build}`, ["node", program, ...words], folder(build));
    }
  }
  const floor = median(samples.get("floor"));
  const over = (name) => Math.round(median(samples.get(name)) - floor);
  console.log(`CPU milliseconds over \`node -e 0\` (${Math.round(floor)}), medians of ${options.rounds} rounds\n`);
  console.log("| what | before | after |\n| --- | ---: | ---: |");
  for (const { name } of cases) console.log(`| ${name} | ${over(`${name} before`)} | ${over(`${name} after`)} |`);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

function folderOf(name, make) {
  if (!folders.has(name)) {
    const folder = join(workspace, name);
    mkdirSync(folder);
    make(folder);
    folders.set(name, folder);
  }
  return folders.get(name);
}

function copyWine(folder) {
  const source = fileURLToPath(new URL("../pipelines/wine", import.meta.url));
  cpSync(source, folder, { recursive: true, filter: (path) => !/\/(out|\.millrace|registry|reports|pipeline\.lock\.json)$/.test(path) });
}

function writeMany(folder) {
  const stages = independentStages(1000);
  writeInputs(folder, stages);
  const body = stages.map(({ name, inputs, outputs }) =>
    [
      `  ${name}:`,
      "    run: cp ${{ in.source }} ${{ out.copy }}",
      `    in: { source: ./${inputs[0]} }`,
      `    out: { copy: ./${outputs[0]} }`,
    ].join("\n"),
  );
  write(join(folder, "pipeline.yaml"), `name: independent\nstages:\n${body.join("\n")}\n`);
  write(join(folder, "millrace.config.yaml"), "{}\n");
}

function prime(folder, build) {
  if (folder.endsWith("empty")) return;
  measure({ argv: ["node", builds[build], "run"], cwd: folder });
}
