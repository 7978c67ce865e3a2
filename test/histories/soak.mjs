// Lives through random histories for as long as is asked, and counts them: `node test/histories/soak.mjs --minutes 60 [--jobs N] [--keep-going]`.
// Each batch is test/histories/histories-1.test.ts with a seed of its own; a failing one is printed with the command that replays it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    jobs: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 2 ** 30) },
    "keep-going": { type: "boolean", default: false },
  },
});
const checkout = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "millrace-soak-"));
const until = Date.now() + Number(options.minutes) * 60_000;
const perBatch = 50;
const counts = new Map();
const failures = [];
let [seed, histories] = [Number(options.seed), 0];

/** One batch; the file of its counts is read when it has ended. */
async function batch() {
  const its = seed++;
  const count = join(folder, String(its));
  writeFileSync(count, "");
  const { code, output } = await ended(["vitest", "run", "test/histories/histories-1.test.ts"], {
    MILLRACE_SEED: String(its),
    MILLRACE_CASES: String(perBatch * 2),
    MILLRACE_COUNT: count,
  });
  for (const kind of readFileSync(count, "utf8").split("\n").filter(Boolean)) {
    if (kind === "history") histories++;
    else counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  if (code !== 0) {
    failures.push(output);
    console.log(output.slice(-6000));
  }
  console.error(`${histories} histories, ${failures.length} failed, ${Math.round((until - Date.now()) / 60_000)} minutes to go`);
}

function ended(words, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn("npx", words, { cwd: checkout, env: { ...process.env, ...environment, CI: "true", NO_COLOR: "1" } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

async function worker() {
  while (Date.now() < until && (failures.length === 0 || options["keep-going"])) await batch();
}

try {
  await Promise.all(Array.from({ length: Number(options.jobs) }, worker));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${histories} histories with ${total} operations; ${failures.length} batches failed`);
  for (const [kind, count] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`${String(count).padStart(7)}  ${kind}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
