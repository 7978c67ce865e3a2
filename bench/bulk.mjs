// Hashing, taking in and giving back much data, beside what the system's own tools take for it:
//   node bench/bulk.mjs [--files 50000] [--gigabytes 1]
// Prints seconds of wall time and the peak of the engine's memory. Data come from a seed; the page cache is warm.
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { files: { type: "string" }, gigabytes: { type: "string" }, folder: { type: "string" } } });
const files = Number(values.files ?? 50_000);
const gigabytes = Number(values.gigabytes ?? 1);
const workspace = mkdtempSync(join(values.folder ?? "/tmp", "millrace-bulk-"));
const engine = new URL("bulk-engine.mjs", import.meta.url).pathname;

/** A generator of bytes: xorshift, so that nothing compresses and every machine makes the same. */
function* words(seed) {
  for (let state = seed; ; ) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state;
  }
}

function makeFiles(folder) {
  const next = words(7);
  for (let index = 0; index < files; index++) {
    const below = join(folder, String(index % 200));
    if (index < 200) mkdirSync(below, { recursive: true });
    writeFileSync(join(below, `${index}.bin`), Buffer.from(Int32Array.from({ length: 1024 }, () => next.next().value).buffer));
  }
}

function makeFile(path) {
  const next = words(11);
  const block = Buffer.from(Int32Array.from({ length: 1024 * 1024 }, () => next.next().value).buffer);
  const file = openSync(path, "w");
  for (let index = 0; index < gigabytes * 256; index++) {
    block.writeUInt32LE(index);
    writeSync(file, block);
  }
  closeSync(file);
}

function time(argv) {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(argv[0], argv.slice(1), { encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return { seconds: (performance.now() - startedAt) / 1000, stdout };
}

const row = (what, { seconds, megabytes, held }) =>
  console.log(
    `${what.padEnd(48)} ${seconds.toFixed(2).padStart(8)} s${megabytes === undefined ? "" : ` ${String(megabytes).padStart(5)} MB, main thread held up for ${held} ms`}`,
  );

function ours(what, folder, data) {
  const { stdout } = time([process.execPath, engine, folder, data]);
  for (const step of JSON.parse(stdout)) row(`${what}: ${step.name}`, step);
}

try {
  const many = join(workspace, "many");
  makeFiles(many);
  ours(`${files} files`, join(workspace, "engine-many"), many);
  row(`${files} files: find | xargs sha256sum`, time(["sh", "-c", `find ${many} -type f -print0 | xargs -0 sha256sum > /dev/null`]));
  row(`${files} files: cp -r`, time(["cp", "-r", many, join(workspace, "copy")]));
  rmSync(join(workspace, "copy"), { recursive: true });
  rmSync(join(workspace, "engine-many"), { recursive: true });
  rmSync(many, { recursive: true });

  const one = join(workspace, "one");
  makeFile(one);
  ours(`${gigabytes} GiB`, join(workspace, "engine-one"), one);
  row(`${gigabytes} GiB: sha256sum`, time(["sha256sum", one]));
  row(`${gigabytes} GiB: cp`, time(["cp", one, join(workspace, "copy")]));
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
