// All that docs/benchmarks.md shows, in one run; each part is written as soon as it is measured. About 25 minutes on two cores.
// node bench/all.mjs [--install-peers] [--dvc FILE] [--snakemake FILE] [--quick] [--write]
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { peerOptions, peersOf } from "./peers.mjs";

const { values: options } = parseArgs({
  options: { ...peerOptions, quick: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});

peersOf(options);
const passed = [
  ...["dvc", "snakemake"].flatMap((name) => (options[name] === undefined ? [] : [`--${name}`, options[name]])),
  ...(options.write ? ["--write"] : []),
];
const parts = [
  ["main.mjs", options.quick ? ["--only", "version,wine,no-op-1,no-op-100", "--rounds", "1", "--slow-rounds", "1"] : ["--minutes", "13"]],
  ["folders.mjs", options.quick ? ["--quick"] : ["--minutes", "9"]],
  ["transfers.mjs", options.quick ? ["--quick"] : []],
];
for (const [name, words] of parts) {
  const startedAt = performance.now();
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...words, ...passed], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
  console.error(`${name}: ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes`);
}
