// docs/benchmarks.md, as bench/main.mjs writes it.
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { aimList, fasterThan, timesFaster, within } from "./aims.mjs";
import { growthTable, resultTables } from "./tables.mjs";
import { toolNames } from "./tools.mjs";

export const floorName = "node -e 0";

/** The tables of all stages; `floor` is what Node itself costs, as a result. */
export function stageTables(results, floor) {
  const work = results.filter(({ scenario }) => scenario !== "--version");
  const noOp = (scenario) => scenario.startsWith("no-op of") && !scenario.endsWith("wine");
  const ninja = (scenario) => results.find((row) => row.scenario === scenario && row.tool === "ninja")?.wall;
  const aims = [
    fasterThan(work, "turbo"),
    fasterThan(work, "wireit"),
    timesFaster(work, { peer: "DVC", factor: 10, of: "a no-op and a first run", chosen: (name) => /^(no-op|first run)/.test(name) }),
    within(work, {
      aim: "a no-op within 3 times what ninja and Node's own start take together",
      factor: 3,
      other: ({ scenario }) => (noOp(scenario) && ninja(scenario) !== undefined ? ninja(scenario) + floor.wall : undefined),
    }),
  ];
  const growth = growthTable(results, {
    tools: toolNames,
    pairs: [{ what: "no-op of 1,000 stages to 10,000", from: "no-op of 1,000 stages", to: "no-op of 10,000 stages" }],
  });
  const cold = floor.cold === undefined ? "" : `, ${floor.cold.toFixed(0)} ms cold`;
  return `${resultTables(results, toolNames)}

\`${floorName}\`, Node's own start, takes ${floor.wall.toFixed(0)} ms${cold} and ${floor.memory.toFixed(0)} MB: what no program in Node gets below.

How each grows:

${growth}

What was aimed at, and what came of it:

${aimList(aims)}`;
}

const notes = `
- Every tool has the same graph and the same files, and two jobs; DVC runs one stage at a time. A no-op is checked to have written
  nothing, a first run to have written everything. What takes longer than the limit of a sample says so; what takes over 2 s is measured
  twice, what takes over 20 s once, and not cold.
- Warm: files are in the system's memory. Cold: Linux was told to forget them all before the start (\`drop_caches\`), so that the tool's own
  program comes from disk too. Where that is not allowed, there is no such table.
- make and ninja compare times of files, and read none; snakemake times, and what it noted of commands. Millrace, turbo, wireit and DVC
  compare content, and keep every result: on a first run they hash and store what make and ninja never read.
- Each in its quickest mode. turbo: one package in a git repository, a script a stage, started by bun (npm takes some 150 ms for each); its own
  program, without the wrapper in Node. wireit: as \`node --run\` starts it, without npm's own start. make: without built-in rules. No daemon
  is used by any.
- For more than 300 stages, the state of a first run of DVC and of snakemake is written as they would write it, and it is checked that the
  tool then runs nothing. The first run of 10,000 is measured once, while that project is made.
- "wine" is the real pipeline for Millrace; for the others it is the same graph of seven stages, with commands that pass text on.
`;

/** What the figures are of. */
export function machineLine(versions) {
  const processor = cpus();
  return `${versions.join(" · ")} · Node ${process.versions.node} · ${processor.length} × ${processor[0]?.model ?? "unknown"} ·
${Math.round(totalmem() / 2 ** 30)} GiB · ${platform()} ${release().split("-")[0]} ${arch()} · load ${loadavg()[0]?.toFixed(1)} at the end.`;
}

/** `sections`: what other commands have written into the page. */
export function benchmarkPage({ results, floor, rounds, versions, sections = "" }) {
  return `# Benchmarks

Made by \`node bench/all.mjs --install-peers --write\` on ${new Date().toISOString().slice(0, 10)}, all rows in one run on one machine;
medians of ${rounds} interleaved rounds, of fewer where a row is slow. Its parts are \`bench/main.mjs\` (this table), \`bench/folders.mjs\`,
\`bench/transfers.mjs\` and \`bench/log.md\` (what helped, and what did not).

${stageTables(results, floor)}
${notes}
${machineLine(versions)}

${sections}${readFileSync(new URL("log.md", import.meta.url), "utf8")}`;
}
