import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { KindWork } from "../../../engine/graph/plan.ts";
import { readContent } from "../../../engine/key/content.ts";
import { digestOf } from "../../../engine/key/digest.ts";
import type { Entry } from "../../../engine/key/entry.ts";
import { StatCache } from "../../../engine/key/stat-cache.ts";
import type { StageKind } from "../../../engine/kind/define-stage.ts";
import type { Lineage } from "../../../engine/kind/stage-context.ts";
import { probeEffect } from "../../../engine/run/attempt/probe.ts";
import { openStore } from "../../../engine/store/local-store.ts";
import { bundle } from "../support/bundle.ts";
import cellar from "../support/kinds/cellar.ts";
import tasting from "../support/kinds/tasting.ts";
import { planOf, type StageFacts, stageOf } from "../support/stage.ts";
import { Workplace } from "../support/workplace.ts";

type Bundle = Awaited<ReturnType<typeof bundle>>;
let bundles: { readonly host: Bundle; readonly tasting: Bundle; readonly cellar: Bundle };
beforeAll(async () => {
  const host = bundle("engine/run/host/main.ts");
  const [tastingKind, cellarKind] = [bundle("test/run/support/kinds/tasting.ts"), bundle("test/run/support/kinds/cellar.ts")];
  bundles = { host: await host, tasting: await tastingKind, cellar: await cellarKind };
});
afterAll(() => {
  for (const each of Object.values(bundles)) each.remove();
});

let place: Workplace;
beforeEach(() => {
  place = new Workplace({ variables: { API_TOKEN: "s3cret" }, stageHost: bundles.host.file });
  writeFileSync(join(place.root, "barolo.txt"), "Barolo");
});
afterEach(() => place.close());

const workOf = (kind: StageKind<never>, file: string): KindWork => ({
  kind: "uses",
  stageKind: kind as StageKind,
  effect: kind.work.effect === true,
  module: { bundle: file, modules: {}, packages: {} },
});

const barolo: Entry = { digest: digestOf("Barolo"), shape: "file" };

const taste = (does: string, changes: Partial<StageFacts> = {}): StageFacts => ({
  does: workOf(tasting, bundles.tasting.file),
  with: { map: { does: { tag: "str", text: does } } },
  inputs: { wine: "barolo.txt" },
  outputs: { glass: "glass.txt" },
  ...changes,
});
const inputs = { wine: [barolo] };
const where = { file: "pipeline.yaml", line: 3, column: 3, frame: expect.stringContaining("train:") };

describe("a kind in its process", () => {
  test("gets its ports, and is heard", async () => {
    const { result, lines } = await place.attempt(taste("pour"), { inputs });
    expect(readFileSync(join(place.root, "glass.txt"), "utf8")).toBe(`Barolo ${barolo.digest} file water: false`);
    expect([...lines].sort()).toEqual(["stdout: poured", "stdout: said by the kind", "stdout: without a drop lost"]);
    expect(result).toEqual({
      kind: "succeeded",
      backend: "cpu",
      warnings: [
        { code: "not-reproduced", severity: "warning", message: "stage train: never twice the same", place: where },
        { code: "stage-failed", severity: "warning", message: "stage train: a code that Millrace does not have", place: where },
      ],
    });
  });

  test("fails as it says, without the secrets that it says", async () => {
    const { result } = await place.attempt(taste("spill", { passEnv: ["API_TOKEN"] }), { inputs });
    expect(result).toEqual({
      kind: "failed",
      diagnostic: {
        code: "data-invalid",
        severity: "error",
        message: "stage train: spilt ***",
        place: where,
        why: "it shook",
        hint: "hold still",
      },
      warnings: [],
    });
  });

  test.each([
    ["break", "the glass is undefined"],
    ["break-later", "the table is undefined"],
  ])("that throws what it did not mean to has a fault: %s", async (does, message) => {
    const { result } = await place.attempt(taste(does), { inputs });
    expect(result).toEqual({
      kind: "failed",
      diagnostic: {
        code: "stage-failed",
        severity: "error",
        message: `stage train: an error that the kind tasting does not expect: ${message}`,
        place: where,
        why: expect.stringMatching(new RegExp(`^TypeError: ${message}\\n +at `)),
        hint: "this is a fault of the kind",
      },
      warnings: [],
    });
  });

  test.each([
    ["leave", "ended with exit code 0"],
    ["wander-off", "ended with exit code 13"],
  ])("that ends without a word has failed: %s", async (does, how) => {
    const { result } = await place.attempt(taste(does), { inputs });
    expect(result).toMatchObject({
      kind: "failed",
      diagnostic: { code: "stage-failed", message: `the process of stage train ${how} before its work was done` },
    });
  });

  test("sees its signal when it is cancelled", async () => {
    const cancel = new AbortController();
    const { result } = await place.attempt(taste("wait"), {
      inputs,
      signal: cancel.signal,
      emit: (event) => event.type === "stage-output" && event.line === "waiting" && cancel.abort("SIGINT"),
    });
    expect(result).toEqual({ kind: "cancelled", warnings: [] });
    expect(readFileSync(join(place.root, "glass.txt"), "utf8")).toBe("put down");
  });

  test("may say long things, and nonsense", async () => {
    const { result, lines } = await place.attempt(taste("ramble"), { inputs });
    expect(result).toEqual({ kind: "succeeded", warnings: [] });
    expect(lines).toEqual([`stdout: ${"blah ".repeat(100_000)}`, "stderr: not a message"]);
  });

  test("is heard a few times a second, and always with its last step", async () => {
    const { events } = await place.attempt(taste("hurry"), { inputs });
    const steps = events.flatMap((event) => (event.type === "stage-progress" ? [event] : []));
    expect(steps[0]).toEqual({ type: "stage-progress", stage: "train", step: 1, total: 100_000, unit: "sip", values: { level: 1 } });
    expect(steps.at(-1)?.step).toBe(100_000);
    expect(steps.length).toBeLessThan(20);
  });
});

describe("an effect in its process", () => {
  const lineage: Lineage = { pipeline: "pipeline.yaml", stage: "train", key: digestOf("key"), ancestors: {}, files: {} };
  const facts = (): StageFacts => ({ does: workOf(cellar, bundles.cellar.file), inputs: { bottle: "barolo.txt" } });

  async function probe() {
    const stage = stageOf(facts());
    const work = workOf(cellar, bundles.cellar.file);
    const signal = new AbortController().signal;
    return probeEffect(place.executor, { plan: planOf(place.root, stage), stage, work, inputs: { bottle: [barolo] }, lineage, signal });
  }

  test("is asked, applied and asked again", async () => {
    const { disk, clock } = place.executor.platform;
    const statCache = new StatCache({ disk, clock, file: join(place.root, "stats.bin") });
    const store = openStore({
      reader: { disk, statCache },
      folder: place.executor.storeFolder,
      processId: process.pid,
      onCorrupt: () => undefined,
    });
    await store.put(barolo, join(place.root, "barolo.txt"));
    expect(await probe()).toEqual({ ok: true, value: { agrees: false, expected: "Barolo", found: "nothing" } });
    const { result, lines } = await place.attempt(facts(), { inputs: { bottle: [barolo] }, lineage });
    expect({ result, lines }).toEqual({ result: { kind: "succeeded", warnings: [] }, lines: ["stdout: for train: done"] });
    expect(await probe()).toEqual({ ok: true, value: { agrees: true } });
  });

  test("gets a folder by its digest too, and is told of what is not there", async () => {
    const { disk, clock } = place.executor.platform;
    const statCache = new StatCache({ disk, clock, file: join(place.root, "stats.bin") });
    const reader = { disk, statCache };
    mkdirSync(join(place.root, "crate", "row"), { recursive: true });
    writeFileSync(join(place.root, "crate", "row", "bottle"), "Barolo");
    const crate = await readContent(reader, { path: join(place.root, "crate") });
    if (crate === undefined) throw new Error("the crate is gone");
    const store = openStore({ reader, folder: place.executor.storeFolder, processId: process.pid, onCorrupt: () => undefined });
    await store.put(crate, join(place.root, "crate"));
    const apply = async (entry: Entry) => (await place.attempt(facts(), { inputs: { bottle: [entry] }, lineage })).lines;
    expect(await apply(crate)).toEqual(["stdout: for train: done"]);
    expect(readFileSync(join(place.root, "cellar", "row", "bottle"), "utf8")).toBe("Barolo");
    rmSync(join(place.root, "cellar"), { recursive: true });
    expect(await apply({ digest: digestOf("Barbaresco"), shape: "file" })).toEqual(["stdout: for train: absent"]);
  });
});
