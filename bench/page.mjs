// The results as Markdown.
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";

/** CPU, wall and memory of each scenario, Millrace first, its rivals below it, and what each costs over `node -e 0`. */
export function resultTable(results) {
  const floor = results.find(({ tool }) => tool === "the floor");
  const rows = results.map(({ scenario, tool, cpu, wall, memory, rounds }) => [
    scenario,
    tool,
    cpu.toFixed(0),
    tool === "Millrace" && floor !== undefined ? signed(cpu - floor.cpu) : "",
    wall.toFixed(0),
    memory.toFixed(1),
    String(rounds),
  ]);
  return table([["Scenario", "Tool", "CPU ms", "over node", "wall ms", "peak MB", "rounds"], ...rows]);
}

/** Time against Millrace's in the same run: `12x` took twelve times as long. */
export function comparisonTable(results) {
  const rows = results.map(({ scenario, tool, cpu, wall, memory, rounds }) => {
    const ours = results.find((row) => row.scenario === scenario && row.tool === "Millrace");
    const ratio = tool === "Millrace" || ours === undefined ? "" : `${(wall / ours.wall).toPrecision(2)}x`;
    return [scenario, tool, wall.toFixed(0), ratio, cpu.toFixed(0), memory.toFixed(0), String(rounds)];
  });
  return table([["Scenario", "Tool", "wall ms", "of ours", "CPU ms", "peak MB", "rounds"], ...rows]);
}

/** What the figures are of. */
export function machineLine(versions) {
  const processor = cpus();
  return `${versions.join(" · ")} · Node ${process.versions.node} · ${processor.length} × ${processor[0]?.model ?? "unknown"} ·
${Math.round(totalmem() / 2 ** 30)} GiB · ${platform()} ${release().split("-")[0]} ${arch()} · load ${loadavg()[0]?.toFixed(1)} at the end.`;
}

/** `sections`: what other commands have written into the page. */
export function benchmarkPage({ results, versions, sections = "" }) {
  const tools = Object.entries(versions).map(([name, version]) =>
    version.toLowerCase().includes(name.toLowerCase()) ? version : `${name} ${version}`,
  );
  return `# Benchmarks

Made by \`node bench/main.mjs --install-dvc --write\` on ${new Date().toISOString().slice(0, 10)}; medians of interleaved rounds, all rows in
one run on one machine. The page is written by that command; its last part is \`bench/log.md\`.

${resultTable(results)}

- CPU ms is user and system time together, children included; "over node" is what Millrace costs above \`node -e 0\`. Peak MB is that of
  the largest process.
- Every tool has the same graph and the same files, and two jobs; DVC runs one stage at a time. A no-op is checked to have written
  nothing, a first run to have written everything. A tool that is missing on the machine has no row.
- make and ninja compare times of files; Millrace and DVC compare content, and keep every result. On a first run they therefore hash
  and store what make and ninja never read.
- DVC's own first run of 1,000 stages takes many minutes; for that no-op the bench writes the lock and the cache as DVC does, and checks
  that DVC then runs nothing.
- "wine" is the real pipeline for Millrace; for the others it is the same graph of seven stages, with commands that pass text on.

${machineLine(tools)}

${sections}${readFileSync(new URL("log.md", import.meta.url), "utf8")}`;
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((text, column) => (column < 2 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column < 2 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n");
}

const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(0)}`;
