import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { StageKind } from "../../../../engine/kind/define-stage.ts";
import type { OutputValue } from "../../../../engine/kind/stage-context.ts";
import { evaluate } from "../../../../stages/evaluate/kind.ts";
import { split } from "../../../../stages/split/kind.ts";
import { train } from "../../../../stages/train/kind.ts";
import type { TrainWith } from "../../../../stages/train/with.generated.ts";
import { validate } from "../../../../stages/validate/kind.ts";
import { runStage, stageContext } from "../../stage-context.ts";

const wine = join(import.meta.dirname, "../../../../pipelines/wine");

/** What the wine pipeline makes up to the training, under a folder that goes away with the test file. Each path is absolute. */
export interface WineModels {
  /** The rows of each part, as Arrow files. */
  readonly parts: { readonly train: string; readonly validation: string; readonly test: string };
  /** A model folder; another seed makes another model. */
  model(seed: number): Promise<string>;
  /** What evaluate says of the test rows, as an Arrow file. */
  predictions(model: string): Promise<string>;
}

/** Call it at the top of a test file, and wait for it in a test. */
export function wineModels(): () => Promise<WineModels> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-wine-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const made = new Map<string, Promise<string>>();
  const once = (name: string, make: () => Promise<string>) => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known;
  };
  return async () => {
    await once("parts", () => makeParts(folder));
    const part = (name: string) => join(folder, `${name}.arrow`);
    return {
      parts: { train: part("train"), validation: part("validation"), test: part("test") },
      model: (seed) => once(`model-${seed}`, () => makeModel(folder, seed)),
      predictions: (model) => once(`predictions of ${model}`, () => makePredictions(folder, model)),
    };
  };
}

async function makeParts(folder: string): Promise<string> {
  const table = { table: join(folder, "table.arrow"), report: join(folder, "report.md") };
  await runTo(validate, { in: { table: join(wine, "data/wine.csv"), schema: join(wine, "wine.table.yaml") }, with: {}, out: table });
  const parts = { train: join(folder, "train.arrow"), validation: join(folder, "validation.arrow"), test: join(folder, "test.arrow") };
  const how = { strategy: "stratified", by: "cultivar", fractions: { train: 0.6, validation: 0.2, test: 0.2 }, seed: 7 } as const;
  await runTo(split, { in: { table: table.table }, with: how, out: parts });
  return folder;
}

async function makeModel(folder: string, seed: number): Promise<string> {
  const out = {
    model: join(folder, `model-${seed}`),
    history: join(folder, `history-${seed}.arrow`),
    report: join(folder, `report-${seed}.md`),
    picture: join(folder, `picture-${seed}.svg`),
  };
  const how: TrainWith = { target: "cultivar", model: { layers: [{ dense: 8, activation: "relu" }] }, epochs: 3, seed };
  await runTo(train, { in: { train: join(folder, "train.arrow"), validation: join(folder, "validation.arrow") }, with: how, out });
  return out.model;
}

async function makePredictions(folder: string, model: string): Promise<string> {
  const predictions = `${model}-predictions.arrow`;
  await runTo(evaluate, { in: { model, data: join(folder, "test.arrow") }, with: {}, out: { predictions } });
  return predictions;
}

async function runTo<With, In extends string, Out extends string>(
  kind: StageKind<With, In, Out>,
  stage: { in: Partial<Record<In, string>>; with: With; out: Readonly<Partial<Record<Out, string>>> },
): Promise<void> {
  const bench = stageContext({ kind, in: stage.in, with: stage.with });
  const out: Record<Out, OutputValue> = { ...bench.context.out };
  for (const port of Object.keys(out) as Out[]) {
    const path = stage.out[port];
    if (path !== undefined) out[port] = { ...out[port], path };
  }
  await runStage(kind, { ...bench, context: { ...bench.context, out } });
}
