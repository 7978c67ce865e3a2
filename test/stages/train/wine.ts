import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { evaluate } from "../../../stages/evaluate/kind.ts";
import { split } from "../../../stages/split/kind.ts";
import { train } from "../../../stages/train/kind.ts";
import type { TrainWith } from "../../../stages/train/with.generated.ts";
import { validate } from "../../../stages/validate/kind.ts";
import { runStage, stageContext } from "../stage-context.ts";

const wineFile = (name: string) => fileURLToPath(new URL(`../../../pipelines/wine/${name}`, import.meta.url));

/** As in pipelines/wine/pipeline.yaml. */
export const wineTraining: TrainWith = {
  target: "cultivar",
  model: { layers: [{ dense: 32, activation: "relu" }, { dropout: 0.2 }] },
  epochs: 60,
  learning_rate: 0.01,
};

/** The three tables of the wine data, split as in the pipeline: absolute paths. */
export async function splitWine(seed: number) {
  const checked = stageContext({
    kind: validate,
    in: { table: wineFile("data/wine.csv"), schema: wineFile("wine.table.yaml") },
    with: {},
  });
  await runStage(validate, checked);
  const bench = stageContext({
    kind: split,
    in: { table: checked.out.table },
    with: { strategy: "stratified", by: "cultivar", fractions: { train: 0.6, validation: 0.2, test: 0.2 }, seed },
  });
  await runStage(split, bench);
  return bench.out;
}

/** Trains on split wine, and returns the bench: what it said, and where its outputs lie. */
export async function trainWine(seed: number, options: Partial<TrainWith> = {}) {
  const tables = await splitWine(seed);
  const bench = stageContext({
    kind: train,
    in: { train: tables.train, validation: tables.validation },
    with: { ...wineTraining, seed, ...options },
  });
  await runStage(train, bench);
  return { ...bench, tables };
}

/** The accuracy on the test rows. */
export async function testAccuracy(seed: number): Promise<number> {
  const { out, tables } = await trainWine(seed);
  const measured = stageContext({ kind: evaluate, in: { model: out.model, data: tables.test }, with: { resamples: 0 } });
  await runStage(evaluate, measured);
  return JSON.parse(await readFile(measured.out.metrics, "utf8")).accuracy.value;
}
