// Measures pushing and pulling a folder of small files: to a folder remote beside DVC, and to an S3 server of this machine.
// node bench/transfers.mjs [--quick] [--rounds N] [--dvc FILE | --install-dvc] [--write]
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeFolder } from "./make-data.mjs";
import { measure, median, requireTools } from "./measure.mjs";
import { dvcVersion, installDvc, versionOf } from "./tools.mjs";
import { dvcSender, millraceSender } from "./transfer-tools.mjs";
import { writeSection } from "./write-section.mjs";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "1" },
    dvc: { type: "string" },
    "install-dvc": { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const count = options.quick ? 500 : 10_000;
const notes = `
- "Nothing new" is a second push; a pull is into a checkout that has the lock and neither store nor outputs.
- The S3 server is s3rver, on this machine: what the network would cost is in no row.
- Millrace verifies each byte that comes.
`;

requireTools();
const installed = options["install-dvc"] ? installDvc(dvcVersion) : undefined;
const dvcProgram = installed?.program ?? options.dvc;
const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
const server = await startServer(join(workspace, "s3"));
try {
  const senders = [
    { to: "a folder", ...millraceSender("../remote") },
    ...(dvcProgram === undefined ? [] : [{ to: "a folder", ...dvcSender(dvcProgram) }]),
    ...(server === undefined ? [] : [{ to: "S3", ...millraceSender("s3://bench/cache", server.endpoint) }]),
  ];
  const samples = new Map();
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const sender of senders) {
      const root = mkdtempSync(join(workspace, "sender-"));
      const folder = join(root, "project");
      mkdirSync(folder);
      makeFolder(join(folder, "data"), count);
      sender.prepare(folder);
      for (const { what, before, argv, there } of sender.steps(folder)) {
        before?.();
        const sample = measure({ argv, cwd: folder, environment: sender.environment });
        if (there !== undefined) assert.ok(existsSync(there), `${there} is not there`);
        const key = `${what} ${count.toLocaleString("en")} files, ${sender.to}\n${sender.name}`;
        samples.set(key, [...(samples.get(key) ?? []), sample]);
        console.error(`${key.replace("\n", ", ")}: ${sample.wall.toFixed(0)} ms`);
      }
      rmSync(root, { recursive: true, force: true });
    }
  }
  const results = [...samples].map(([key, all]) => {
    const [scenario, tool] = key.split("\n");
    const middle = (name) => median(all.map((sample) => sample[name]));
    return { scenario, tool, rounds: all.length, cpu: middle("cpu"), wall: middle("wall"), memory: middle("memory") };
  });
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  results.sort((one, other) => scenarios.indexOf(one.scenario) - scenarios.indexOf(other.scenario));
  const versions = senders.filter(({ to }) => to === "a folder").map((sender) => `${sender.name} ${versionOf(sender)}`);
  writeSection({
    name: "transfers",
    heading: "Push and pull",
    command: "node bench/transfers.mjs --install-dvc --write",
    notes,
    results,
    versions,
    write: options.write,
  });
} finally {
  server?.stop();
  rmSync(workspace, { recursive: true, force: true });
  installed?.remove();
}

/** Where s3rver is installed. */
async function startServer(folder) {
  const program = new URL("../node_modules/s3rver/bin/s3rver.js", import.meta.url).pathname;
  if (!existsSync(program)) return undefined;
  mkdirSync(folder);
  writeFileSync(join(folder, ".keep"), "");
  const child = spawn(process.execPath, [program, "--directory", folder, "--port", "0", "--configure-bucket", "bench", "--silent"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const found = /:(\d+)/.exec(text);
      if (found) resolve(found[1]);
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`s3rver ended with ${code}: ${text}`)));
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
