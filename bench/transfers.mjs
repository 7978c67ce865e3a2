// Measures pushing and pulling a folder of small files: to a folder remote beside DVC, and to an S3 server of this machine.
// node bench/transfers.mjs [--quick] [--rounds N] [--limit SECONDS] [--install-peers] [--dvc FILE] [--write]
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { timesFaster } from "./aims.mjs";
import { makeFolder } from "./make-data.mjs";
import { requireTools } from "./measure.mjs";
import { peerOptions, peersOf } from "./peers.mjs";
import { stepResults, takeSteps } from "./step-samples.mjs";
import { versionOf } from "./tools.mjs";
import { dvcSender, millraceSender } from "./transfer-tools.mjs";
import { writeSection } from "./write-section.mjs";

const { values: options } = parseArgs({
  options: {
    ...peerOptions,
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "2" },
    limit: { type: "string", default: "120" },
    write: { type: "boolean", default: false },
  },
});

const count = options.quick ? 500 : 10_000;
const notes = `
- "Nothing new" is a second push; a pull is into a checkout that has the lock and neither store nor outputs.
- The S3 server is s3rver, on this machine: what the network would cost is in no row. DVC speaks to it with a package of its own,
  which is not installed here.
- Millrace verifies each byte that comes. make, ninja, wireit and snakemake send nothing; turbo sends to servers of its own kind alone.
`;

requireTools();
const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
const server = await startServer(join(workspace, "s3"));
try {
  const { dvc } = peersOf(options);
  const senders = [
    { to: "a folder", ...millraceSender("../remote") },
    ...(dvc === undefined ? [] : [{ to: "a folder", ...dvcSender(dvc) }]),
    ...(server === undefined ? [] : [{ to: "S3", ...millraceSender("s3://bench/cache", server.endpoint) }]),
  ];
  const taken = new Map(senders.map((sender) => [sender, new Map()]));
  for (let round = 0; round < Number(options.rounds); round++) for (const sender of senders) sendOnce(sender, taken.get(sender));
  const results = senders.flatMap((sender) =>
    stepResults(taken.get(sender), {
      tool: sender.name,
      scenarioOf: (what) => `${what} ${count.toLocaleString("en")} files, ${sender.to}`,
    }),
  );
  const others = results
    .filter(({ scenario }) => scenario.endsWith("S3"))
    .map(({ scenario }) => ({ scenario, tool: "DVC", text: "not measured" }));
  writeSection({
    name: "transfers",
    heading: "Push and pull",
    notes,
    results: [...results, ...(dvc === undefined ? [] : others)],
    columns: ["Millrace", "DVC"],
    aims: [timesFaster(results, { peer: "DVC", factor: 10, of: "small files, sent and fetched", chosen: () => true })],
    versions: senders.filter(({ to }) => to === "a folder").map(versionOf),
    write: options.write,
  });
} finally {
  server?.stop();
  rmSync(workspace, { recursive: true, force: true });
}

function sendOnce(sender, into) {
  console.error(`${sender.name} to ${sender.to}`);
  const root = mkdtempSync(join(workspace, "sender-"));
  const folder = join(root, "project");
  mkdirSync(folder);
  makeFolder(join(folder, "data"), count);
  sender.prepare(folder);
  takeSteps({ steps: sender.steps(folder), cwd: folder, environment: sender.environment, limit: Number(options.limit), into });
  rmSync(root, { recursive: true, force: true });
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
