// Hashing, taking in and giving back much data, beside what the system's own tools take for it:
//   node bench/bulk.mjs [--files 50000] [--gigabytes 1]
// Prints CPU and wall time, the peak of memory, and for how long the main thread stood still. Data come from a seed; the page cache is warm.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure } from "./measure.mjs";

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

function row(what, { cpu, wall, megabytes, held }) {
  const figures = `${cpu.toFixed(2).padStart(8)} s of CPU ${wall.toFixed(2).padStart(8)} s ${megabytes.toFixed(0).padStart(5)} MB`;
  console.log(`${what.padEnd(46)} ${figures}${held === undefined ? "" : `, main thread held up for ${held} ms`}`);
}

/** What the system's own tools take. */
function theirs(what, argv) {
  const { cpu, wall, memory } = measure({ argv, cwd: workspace });
  row(what, { cpu: cpu / 1000, wall: wall / 1000, megabytes: memory });
}

function ours(what, folder, data) {
  const { output } = measure({ argv: [process.execPath, engine, folder, data], cwd: workspace });
  for (const step of JSON.parse(output)) row(`${what}: ${step.name}`, step);
}

try {
  const many = join(workspace, "many");
  makeFiles(many);
  ours(`${files} files`, join(workspace, "engine-many"), many);
  theirs(`${files} files: find | xargs sha256sum`, ["sh", "-c", `find ${many} -type f -print0 | xargs -0 sha256sum > /dev/null`]);
  theirs(`${files} files: cp -r`, ["cp", "-r", many, join(workspace, "copy")]);
  rmSync(join(workspace, "copy"), { recursive: true });
  rmSync(join(workspace, "engine-many"), { recursive: true });
  rmSync(many, { recursive: true });

  const one = join(workspace, "one");
  makeFile(one);
  ours(`${gigabytes} GiB`, join(workspace, "engine-one"), one);
  theirs(`${gigabytes} GiB: sha256sum`, ["sha256sum", one]);
  theirs(`${gigabytes} GiB: cp`, ["cp", one, join(workspace, "copy")]);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
