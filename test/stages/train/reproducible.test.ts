import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { train } from "../../../stages/train/kind.ts";
import type { TrainWith } from "../../../stages/train/with.generated.ts";
import { digestOf, temporaryFolder } from "../stage-context.ts";
import { splitWine, wineTraining } from "./wine.ts";

/** Under node_modules, so that the bundle finds the packages that it leaves out. */
const cache = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));
let folder = "";
const script = () => join(folder, "train-process.mjs");

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "train-"));
  await build({
    entryPoints: [join(import.meta.dirname, "train-process.ts")],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    outfile: script(),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Digests of what a process of its own makes of the wine data. */
async function digestsOf(options: Partial<TrainWith>): Promise<Record<string, string>> {
  const tables = await splitWine(7);
  const out = temporaryFolder();
  const settings = JSON.stringify({ ...wineTraining, epochs: 12, ...options });
  await promisify(execFile)(process.execPath, [script(), tables.train, tables.validation, out, settings]);
  const names = { model: "model", history: "history.arrow", report: "report.md", picture: "picture.svg" };
  return Object.fromEntries(Object.entries(names).map(([port, name]) => [port, digestOf(join(out, name))]));
}

for (const backend of ["wasm", "cpu"] as const) {
  test(`two processes make the same bytes of the same seed on ${backend}, and others of another`, async () => {
    const first = await digestsOf({ seed: 7, backend });
    expect(await digestsOf({ seed: 7, backend })).toEqual(first);
    const other = await digestsOf({ seed: 8, backend });
    expect(other.model).not.toBe(first.model);
    expect(other.history).not.toBe(first.history);
  });
}

/** WebAssembly with SIMD, which every Node that Millrace runs on has: its arithmetic is the same on every processor. */
test("golden digests on wasm: other bytes need another version of the kind", async () => {
  const layers: TrainWith["model"]["layers"] = [
    { dense: 16, activation: "tanh", regularizer: { l2: 0.001 }, initializer: "he_normal" },
    { batch_normalization: true },
    { dropout: 0.1 },
  ];
  expect({
    version: train.version,
    wine: await digestsOf({ seed: 7, backend: "wasm" }),
    regularised: await digestsOf({
      seed: "barolo",
      backend: "wasm",
      model: { layers },
      optimizer: "momentum",
      class_weight: "balanced",
      early_stopping: { patience: 3 },
    }),
  }).toMatchInlineSnapshot(`
    {
      "regularised": {
        "history": "1b08930f4bc39cb5026bbe57063fab051874e2ad1cf1d86451d5e49afc44ef95",
        "model": "0c29a8681194e9e12a603f0349cc13c511ccb97889d1a7276eea9536292641af",
        "picture": "d7080b7f383c4c837a40cb4bb9b1aaafc107f33c54d473aec94829604e198ba0",
        "report": "4775127937def7021c7b4e1892ab3c4f476378ebe038c5d931fb2aa1460b094d",
      },
      "version": 1,
      "wine": {
        "history": "230fc856ef875424e52a7cf741d5a879afb2a7a2ce4e2a4e84d4eb78a59456d0",
        "model": "399437fe6b24349d7a4dccd56f44e7b984ce5f5cc05e459b39a1870cddf2fa80",
        "picture": "2c96034c412a868b7d172536fa58233d57ef3bfef9154ca310ed9ddbd5dcb0f1",
        "report": "bf08657b5d280b9fee310f10558abbe6388e8d4e745b02bc47bbf4c8d66a57ce",
      },
    }
  `);
});
