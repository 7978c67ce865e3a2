import { appendFileSync } from "node:fs";
import fc from "fast-check";
import { test } from "vitest";
import { edits } from "../property/edits.ts";
import { firstStages } from "../property/story.ts";
import { type Happening, type History, liveThrough } from "./history.ts";
import { type OperationKind, operations } from "./operations.ts";

const cases = Number(process.env.MILLRACE_CASES ?? 40);
const seed = Number(process.env.MILLRACE_SEED ?? Date.now() % 2 ** 31);
const path = process.env.MILLRACE_PATH;
const shards = 2;
/** Where the soak counts: a line for each thing that happened. */
const countFile = process.env.MILLRACE_COUNT;

const often: readonly OperationKind[] = [
  "run",
  "part",
  "kill",
  "two",
  "refusedWrite",
  "clone",
  "merge",
  "merge",
  "pin",
  "pin",
  "loseData",
  "parts",
  "mapFile",
];
const kinds: readonly OperationKind[] = [
  ...(Object.keys(edits) as OperationKind[]),
  ...(Object.keys(operations) as OperationKind[]),
  ...(Object.keys(operations) as OperationKind[]),
  ...often,
];

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom(...kinds),
  there: fc.boolean(),
  a: fc.nat(1000),
  b: fc.nat(1000),
  c: fc.nat(1000),
});
const history: fc.Arbitrary<History> = fc.record({
  stages: firstStages,
  sharedStore: fc.boolean(),
  happenings: fc.array(happening, { minLength: 3, maxLength: 10 }),
});

/** As many files tell them, so that they are told at the same time. */
export function tellHistories(shard: number): void {
  const count = Math.ceil(cases / shards);
  test(`laws 1 to 8 hold through ${count} random histories with faults, part ${shard + 1}`, { timeout: 3_600_000 }, async () => {
    if (path !== undefined && shard > 0) return;
    const shardSeed = path === undefined ? seed + shard : seed;
    const first = await fc.check(property, { seed: shardSeed, numRuns: count, endOnFailure: true, ...(path !== undefined && { path }) });
    if (!first.failed) return;
    const found = path === undefined ? await shrunk(first) : first;
    const replay = `MILLRACE_SEED=${shardSeed} MILLRACE_PATH=${found.counterexamplePath} npx vitest run test/histories/histories-1.test.ts`;
    throw new Error(`${String(found.errorInstance)}\n${JSON.stringify(found.counterexample)}\nreplay: ${replay}`);
  });
}

const property = fc.asyncProperty(history, async (told) => {
  await liveThrough(told, note);
  note("history");
});

/** The shortest history that fails in the same way, as far as a minute gets; one that only failed by chance stays as it is. */
async function shrunk(failed: fc.RunDetails<[History]>): Promise<fc.RunDetails<[History]>> {
  const { seed: its, counterexamplePath } = failed;
  if (counterexamplePath === null) return failed;
  const shorter = await fc.check(property, { seed: its, path: counterexamplePath, interruptAfterTimeLimit: 60_000 });
  return shorter.failed && shorter.counterexamplePath !== null ? shorter : failed;
}

function note(kind: OperationKind | "history"): void {
  if (countFile !== undefined) appendFileSync(countFile, `${kind}\n`);
}
