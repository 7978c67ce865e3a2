import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelDescription } from "../../../stages/shared/network/model.ts";

/** The description of a model of two columns; register reads nothing else of a model. */
export const wineDescription: ModelDescription = {
  format: 1,
  task: "classification",
  target: "cultivar",
  classes: ["barolo", "grignolino", "barbera"],
  features: [
    { name: "alcohol", type: "number", mean: 13, deviation: 0.8, fill: 13 },
    { name: "proline", type: "number", mean: 746, deviation: 314, fill: 673 },
  ],
  example: { alcohol: 14.23, proline: 1065 },
  trainedOn: { rows: 106, digest: "e".repeat(64) },
};

/** A model folder whose digest depends on `weights`. */
export function writeWineModel(folder: string, weights: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "millrace.json"), JSON.stringify(wineDescription));
  writeFileSync(join(folder, "weights.bin"), weights);
  return folder;
}
