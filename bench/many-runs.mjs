// How long it takes to list many past runs: whole processes, medians. The runs are written by the engine's own log and index.
// node bench/many-runs.mjs [--runs N] [--rounds N]
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = join(root, "dist/millrace.js");
const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "10000" }, rounds: { type: "string", default: "9" } },
});

const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
try {
  const { nodeDisk, runLog, indexRun } = await engine();
  const project = join(workspace, "wine");
  mkdirSync(project);
  writeFileSync(join(project, "millrace.config.yaml"), "{}\n");
  writeFileSync(
    join(project, "pipeline.yaml"),
    "name: wine\nstages:\n  train:\n    run: echo 1 > ${{ out.model }}\n    out: { model: ./model }\n",
  );
  const history = { disk: nodeDisk, projectRoot: project };
  for (let index = 0; index < Number(options.runs); index += 1) keep(index, { history, runLog, indexRun });

  const index = join(project, ".millrace/state/runs.jsonl");
  const lines = [
    ["node -e 0", () => ["-e", "0"]],
    ["runs", () => [program, "runs"]],
    ["runs --where --sort", () => [program, "runs", "--where", "accuracy > 0.9 and training.epochs < 50", "--sort", "accuracy"]],
    ["runs show -1", () => [program, "runs", "show", "-1"]],
    ["runs --json --limit all", () => [program, "runs", "--json", "--limit", options.runs]],
    ["runs, index lost", () => [program, "runs"]],
  ];
  for (const [name, words] of lines) {
    const times = Array.from({ length: name.includes("lost") ? 3 : Number(options.rounds) }, () => {
      if (name.includes("lost")) rmSync(index);
      return wall(words(), project);
    });
    console.log(`${name.padEnd(26)} ${String(Math.round(median(times))).padStart(6)} ms`);
  }
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

/** What the engine writes, from its sources. */
async function engine() {
  const outfile = join(workspace, "history.mjs");
  const names = [
    ["nodeDisk", "platform/node-disk"],
    ["runLog", "events/run-log"],
    ["indexRun", "history/run-index"],
  ];
  const contents = names.map(([name, path]) => `export { ${name} } from ${JSON.stringify(join(root, "engine", `${path}.ts`))};`).join("\n");
  await build({ stdin: { contents, resolveDir: root }, bundle: true, platform: "node", format: "esm", outfile, logLevel: "error" });
  return import(pathToFileURL(outfile).href);
}

/** A run of four stages, two of them fresh, one in ten failed, a minute after the one before. */
function keep(index, { history, runLog, indexRun }) {
  const at = Date.UTC(2026, 0, 1) + index * 60_000;
  const run = `${new Date(at).toISOString().replace(/[-:.]/g, "")}-${1000 + (index % 30_000)}`;
  const failed = index % 10 === 0;
  const accuracy = 0.5 + ((index * 7919) % 5000) / 10_000;
  const stage = (name, outcome, metrics = {}) => ({
    type: "stage-finished",
    stage: name,
    outcome,
    key: "a".repeat(64),
    milliseconds: 120,
    reasons: [],
    inputs: [{ port: "table", path: `out/${name}/table.arrow`, digest: "b".repeat(64) }],
    outputs: [{ port: "model", path: `out/${name}/model`, digest: "c".repeat(64) }],
    metrics,
    diagnostics: [],
  });
  const counts = { ran: failed ? 1 : 2, restored: 0, fresh: 2, failed: Number(failed), blocked: 0, skipped: 0, cancelled: 0 };
  const log = runLog({ ...history, clock: { now: () => at }, onProblem: (message) => console.error(message) });
  const events = [
    {
      type: "run-started",
      run,
      pipeline: "pipeline.yaml",
      name: "wine",
      at,
      stages: ["validate", "split", "train", "evaluate"],
      params: { seed: 7, training: { epochs: 1 + (index % 100), learning_rate: 0.01 } },
      jobs: 2,
      edges: [],
      environment: { millrace: "0.1.0", node: "20.19.0", system: "linux x64", processors: 2 },
      commit: "d".repeat(40),
    },
    stage("validate", "fresh"),
    stage("split", "fresh"),
    stage("train", "ran"),
    stage(
      "evaluate",
      failed ? "failed" : "ran",
      failed ? {} : { accuracy, "accuracy.low": accuracy - 0.05, f1: accuracy, log_loss: 1 - accuracy },
    ),
    { type: "run-finished", run, exitCode: failed ? 1 : 0, milliseconds: 900, counts, criticalPath: [] },
  ];
  for (const event of events) log(event);
  indexRun(history, run);
}

function wall(words, cwd) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - began;
}

function median(times) {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)];
}
