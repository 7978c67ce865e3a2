// Measures Millrace beside its peers, all in one run on one machine, in interleaved rounds, and prints the medians.
// node bench/main.mjs [--rounds N] [--slow-rounds N] [--cold-rounds N] [--limit SECONDS] [--minutes N] [--only SLUG,…] [--tools NAME,…]
//   [--install-peers] [--dvc FILE] [--snakemake FILE] [--write]
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { requireTools } from "./measure.mjs";
import { benchmarkPage, floorName, stageTables } from "./page.mjs";
import { peerOptions, peersOf } from "./peers.mjs";
import { floorRow, prepareRows, resultOf, takeCold, takeWarm } from "./rows.mjs";
import { scenarios } from "./scenarios.mjs";
import { sectionsOf } from "./sections.mjs";
import { availableTools, versionOf } from "./tools.mjs";

const { values: options } = parseArgs({
  options: {
    ...peerOptions,
    rounds: { type: "string", default: "5" },
    "slow-rounds": { type: "string", default: "2" },
    "cold-rounds": { type: "string", default: "1" },
    limit: { type: "string", default: "150" },
    minutes: { type: "string", default: "60" },
    only: { type: "string" },
    tools: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const rounds = { rounds: Number(options.rounds), slowRounds: Number(options["slow-rounds"]) };
const among = (names, name) => names === undefined || names.split(",").includes(name);

const deadline = performance.now() + Number(options.minutes) * 60_000;
const isLate = () => performance.now() > deadline;

requireTools();
const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
try {
  const tools = availableTools(peersOf(options)).filter(({ name }) => among(options.tools, name));
  const chosen = scenarios.filter(({ slug }) => among(options.only, slug));
  const floor = floorRow(floorName, workspace);
  const rows = prepareRows({ scenarios: chosen, tools, workspace, limit: Number(options.limit) });
  for (let round = 1; round <= Math.max(rounds.rounds, rounds.slowRounds); round++) {
    for (const row of [floor, ...rows]) if (round === 1 || !isLate()) takeWarm(row, rounds);
    console.error(`round ${round}`);
  }
  for (let round = 1; round <= Number(options["cold-rounds"]); round++) {
    for (const row of [floor, ...rows]) if (!isLate()) takeCold(row);
    console.error(`cold round ${round}`);
  }
  const results = rows.map(resultOf);
  console.log(stageTables(results, resultOf(floor)));
  if (options.write) writePage({ results, floor: resultOf(floor), versions: tools.map(versionOf) });
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

function writePage(page) {
  const docs = fileURLToPath(new URL("../docs/", import.meta.url));
  mkdirSync(docs, { recursive: true });
  const file = join(docs, "benchmarks.md");
  const sections = existsSync(file) ? sectionsOf(readFileSync(file, "utf8")) : "";
  writeFileSync(file, benchmarkPage({ ...page, rounds: rounds.rounds, sections }));
}
