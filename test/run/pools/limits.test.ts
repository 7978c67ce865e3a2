import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findDevices } from "../../../engine/run/pools/find-devices.ts";
import { runPipeline } from "../../property/engine.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** Runs a pipeline of that text, on a machine with two GPUs. */
async function run(stages: string, { keepGoing = true } = {}) {
  const root = temporaryFolder();
  const folder = join(root, "project");
  mkdirSync(folder);
  writeFileSync(join(folder, "millrace.config.yaml"), 'pools: { gpu: ["0", "1"], db: 1 }\n');
  writeFileSync(join(folder, "pipeline.yaml"), `name: mill\nstages:\n${stages}`);
  const { exitCode, events } = await runPipeline({ folder, executions: join(root, "executions"), jobs: 4, keepGoing });
  const codes = events.flatMap((event) => (event.type === "stage-finished" ? event.diagnostics.map(({ code }) => code) : []));
  const notices = events.flatMap((event) => (event.type === "notice" ? [event.diagnostic.message] : []));
  const waits = events.flatMap((event) => (event.type === "stage-waiting" ? [event.for.join()] : []));
  return { folder, exitCode, events, codes, notices, waits };
}

test.runIf(process.platform === "linux")("a stage that takes too much memory is ended, and gets more with each attempt", async () => {
  const { exitCode, events, codes } = await run(`  fill:
    run: |
      if [ "$MILLRACE_MEMORY" -lt 50000000 ]; then node -e "const held = Buffer.alloc(9e7, 1); setTimeout(() => held, 6e4)"; fi
      echo 0 > ${"${{ out.zeros }}"}
    out: { zeros: ./zeros }
    resources: { memory: { first: 40MB, times: 2 } }
    retries: { times: 3, on: [memory] }
`);
  expect(exitCode).toBe(0);
  expect(codes).toEqual([]);
  const retried = events.flatMap((event) => (event.type === "stage-retrying" ? [event.diagnostic] : []));
  expect(retried).toMatchObject([{ code: "memory-limit", hint: expect.stringContaining("let it begin with more (`first: ") }]);
});

test("a stage sees the GPUs that it holds, no two the same; one without a GPU sees none", async () => {
  const { folder, exitCode, waits } = await run(`  train:
    run: echo "$CUDA_VISIBLE_DEVICES $HIP_VISIBLE_DEVICES" > ${"${{ out.seen }}"}; sleep 0.3
    out: { seen: null }
    matrix: { seed: [1, 2, 3] }
    resources: { gpu: 1 }
  count:
    run: echo "[$CUDA_VISIBLE_DEVICES]" > ${"${{ out.seen }}"}
    out: { seen: ./seen.txt }
`);
  expect(exitCode).toBe(0);
  expect(readFileSync(join(folder, "seen.txt"), "utf8")).toBe("[]\n");
  const seen = [1, 2, 3].map((seed) => readFileSync(join(folder, `out/train@${seed}/seen`), "utf8").trim());
  expect(new Set(seen)).toEqual(new Set(["0 0", "1 1"]));
  expect(waits).toEqual(["gpu"]);
});

const tooLarge = `  load:
    run: echo 1 > ${"${{ out.rows }}"}
    out: { rows: ./rows.txt }
    resources: { db: 2 }
  count:
    run: echo 1 > ${"${{ out.rows }}"}
    out: { rows: ./count.txt }
    resources: { db: 1 }
`;

test("with --keep-going a stage that wants more than there is fails with its place, and the others run", async () => {
  const { exitCode, codes, events } = await run(tooLarge);
  expect(exitCode).toBe(5);
  expect(codes).toEqual(["pool-too-small"]);
  const ran = events.flatMap((event) => (event.type === "stage-finished" && event.outcome === "ran" ? [event.stage] : []));
  expect(ran).toEqual(["count"]);
});

test("all stages that want more than there is are told before anything runs", async () => {
  const { exitCode, notices, events } = await run(tooLarge.replace("db: 1", "gpu: 3"), { keepGoing: false });
  expect(exitCode).toBe(5);
  expect(notices).toEqual(["stage load takes 2 of the pool `db`, which holds 1", "stage count takes 3 of the pool `gpu`, which holds 2"]);
  expect(events.some(({ type }) => type === "stage-started" || type === "stage-finished")).toBe(false);
});

test("GPUs are those of the configuration, of the caller, or of the driver, a divided one by its parts", async () => {
  const listed =
    "GPU 0: NVIDIA H100 (UUID: GPU-1)\nGPU 1: NVIDIA H100 (UUID: GPU-2)\n  MIG 1g.10gb Device 0: (UUID: MIG-a)\n  MIG 1g.10gb Device 1: (UUID: MIG-b)";
  const find = (configured: readonly string[], given?: string) =>
    findDevices({ configured, variables: { CUDA_VISIBLE_DEVICES: given }, ask: async () => listed });
  expect(await find(["7"], "1")).toEqual(["7"]);
  expect(await find([], "2,3")).toEqual(["2", "3"]);
  expect(await find([], "")).toEqual([]);
  expect(await find([], "-1")).toEqual([]);
  expect(await find([])).toEqual(["0", "MIG-a", "MIG-b"]);
});
