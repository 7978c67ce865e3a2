// What bench/bulk.mjs measures, by the engine's own modules, each step in a process of its own:
//   node bulk-engine.mjs FOLDER DATA          all steps, as JSON
//   node bulk-engine.mjs FOLDER DATA STEP     one of them
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";

const [folder, data, only] = process.argv.slice(2);
const root = fileURLToPath(new URL("..", import.meta.url));
const bundle = join(root, "node_modules", ".cache", "millrace-bulk", "engine.mjs");
const steps = ["hash, cold", "hash, known", "take in", "take in again", "give back", "hash what was given back"];

if (only === undefined) {
  bundleEngine();
  mkdirSync(join(folder, "state"), { recursive: true });
  const told = steps.map((name) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), folder, data, name], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  });
  console.log(JSON.stringify(told));
} else console.log(JSON.stringify(await measure(only)));

function bundleEngine() {
  const modules = ["key/content", "key/stat-cache", "platform/clock", "platform/node-disk", "store/local-store"];
  const contents = modules.map((name) => `export * from "./engine/${name}.ts";`).join("\n");
  buildSync({ stdin: { contents, resolveDir: root }, outfile: bundle, bundle: true, format: "esm", platform: "node" });
}

async function measure(name) {
  const { nodeDisk, openStore, readContent, StatCache, systemClock } = await import(pathToFileURL(bundle).href);
  const startedAt = performance.now();
  let longest = 0;
  let last = startedAt;
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const statCache = new StatCache({ disk: nodeDisk, clock: systemClock, file: join(folder, "state", "stats.bin") });
  const reader = { disk: nodeDisk, statCache };
  const store = openStore({ reader, folder: join(folder, "store"), processId: process.pid, onCorrupt: console.error });
  const back = join(folder, "back");
  if (name.startsWith("take")) await store.take(data);
  else if (name === "give back") await store.materialize(await readContent(reader, { path: data }), back);
  else await readContent(reader, { path: name.endsWith("back") ? back : data });
  statCache.save();
  clearInterval(timer);
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return {
    name,
    wall: (performance.now() - startedAt) / 1000,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: Math.round(maxRSS / 1024),
    held: Math.round(longest),
  };
}
