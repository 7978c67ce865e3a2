// Where the CPU time of a no-op goes: by origin and by function, from V8's sampling profiler.
// node bench/where-time-goes.mjs [COUNT]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { independentStages, writeInputs } from "./graph.mjs";
import { millrace } from "./native-tools.mjs";

const count = Number(process.argv[2] ?? "1000");
const shown = 25;
const folder = mkdtempSync(join(tmpdir(), "millrace-profile-"));
try {
  const stages = independentStages(count);
  writeInputs(folder, stages);
  millrace.write(folder, stages);
  const run = (flags) => {
    const { status, stderr } = spawnSync("node", [...flags, ...millrace.run.slice(1)], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  run([]);
  const profiles = join(folder, "profiles");
  run(["--cpu-prof", "--cpu-prof-interval", "200", "--cpu-prof-dir", profiles]);
  const largest = readdirSync(profiles)
    .map((name) => readFileSync(join(profiles, name), "utf8"))
    .sort((one, other) => other.length - one.length)[0];
  print(JSON.parse(largest));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callerOf = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const sums = { origin: new Map(), self: new Map(), total: new Map() };
  for (const [index, id] of samples.entries()) {
    const { functionName, url } = byId.get(id).callFrame;
    if (functionName === "(idle)") continue;
    add(sums.origin, url === "" ? functionName : url.startsWith("node:") ? "node's own modules" : fileOf(url), timeDeltas[index]);
    add(sums.self, nameOf(byId.get(id).callFrame), timeDeltas[index]);
    const stack = new Set();
    for (let at = id; at !== undefined; at = callerOf.get(at)) {
      const { callFrame } = byId.get(at);
      if (callFrame.url !== "" && !callFrame.url.startsWith("node:")) stack.add(nameOf(callFrame));
    }
    for (const name of stack) add(sums.total, name, timeDeltas[index]);
  }
  console.log(`A no-op of ${count} stages, in ms of CPU time\n\nby origin`);
  list(sums.origin, 12);
  console.log("\nby function, with what it calls");
  list(sums.total, shown);
  console.log("\nby function, itself");
  list(sums.self, shown);
}

function fileOf(url) {
  return basename(url.startsWith("file:") ? fileURLToPath(url) : url);
}

function nameOf({ functionName, url, lineNumber }) {
  const file = url === "" ? "" : ` ${url.startsWith("node:") ? url : fileOf(url)}:${lineNumber + 1}`;
  return `${functionName || "(anonymous)"}${file}`;
}

function add(sums, name, microseconds) {
  sums.set(name, (sums.get(name) ?? 0) + microseconds / 1000);
}

function list(sums, length) {
  for (const [name, value] of [...sums].sort(([, one], [, other]) => other - one).slice(0, length)) {
    console.log(`${value.toFixed(1).padStart(8)}  ${name}`);
  }
}
