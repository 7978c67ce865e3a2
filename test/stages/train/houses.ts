import { join } from "node:path";
import { seededRandom } from "../../../stages/shared/random/seeded-random.ts";
import { writeTable } from "../../../stages/shared/table/arrow-file.ts";
import type { Table } from "../../../stages/shared/table/table.ts";
import { train } from "../../../stages/train/kind.ts";
import type { TrainWith } from "../../../stages/train/with.generated.ts";
import { runStage, stageContext, temporaryFolder } from "../stage-context.ts";

export const districts = ["harbour", "hill", "old town"];

/** Houses whose price is 50 + 2 x area, + 40 with a garden, + 0, 30 or 90 by district; every tenth area is missing. */
export function houses(rows: number, seed: string): Table {
  const random = seededRandom(seed);
  const area = Float64Array.from({ length: rows }, () => 40 + 100 * random.next());
  const garden = Uint8Array.from({ length: rows }, () => random.below(2));
  const district = Int32Array.from({ length: rows }, () => random.below(3));
  const valid = Uint8Array.from({ length: rows }, (_, row) => (row % 10 === 9 ? 0 : 1));
  const price = Float64Array.from(area, (value, row) => 50 + 2 * value + 40 * (garden[row] ?? 0) + ([0, 30, 90][district[row] ?? 0] ?? 0));
  return {
    rows,
    columns: [
      { name: "area", type: "number", values: area, valid },
      { name: "garden", type: "boolean", values: garden },
      { name: "district", type: "category", categories: districts, codes: district },
      { name: "address", type: "text", values: Array.from({ length: rows }, (_, row) => `${row} Quay Street`) },
      { name: "price", type: "number", values: price },
      { name: "dear", type: "boolean", values: Uint8Array.from(price, (value) => (value > 280 ? 1 : 0)) },
    ],
  };
}

export const pricing: TrainWith = {
  target: "price",
  features: { exclude: ["address", "dear"] },
  model: { layers: [] },
  optimizer: "adam",
  learning_rate: 0.05,
  epochs: 40,
};

/** A bench for the train kind with these tables as its inputs. */
export async function trainBench({ options, tables }: { options: TrainWith; tables: { train: Table; validation?: Table } }) {
  const folder = temporaryFolder();
  const paths: { train: string; validation?: string } = { train: join(folder, "train.arrow") };
  await writeTable(paths.train, tables.train);
  if (tables.validation !== undefined) {
    paths.validation = join(folder, "validation.arrow");
    await writeTable(paths.validation, tables.validation);
  }
  return stageContext({ kind: train, in: paths, with: options });
}

/** Trains, and returns the bench. */
export async function trained(request: Parameters<typeof trainBench>[0]) {
  const bench = await trainBench(request);
  await runStage(train, bench);
  return bench;
}
