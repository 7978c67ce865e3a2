import type { ModelDescription, Prediction } from "../../../stages/shared/network/model.ts";
import type { Table } from "../../../stages/shared/table/table.ts";

export const cultivars = ["barolo", "grignolino", "barbera"];

export const description: ModelDescription = {
  format: 1,
  task: "classification",
  target: "cultivar",
  classes: cultivars,
  features: [{ name: "alcohol", type: "number", mean: 13, deviation: 0.8, fill: 13 }],
  example: { alcohol: 14.2 },
  trainedOn: { rows: 107, digest: "d".repeat(64) },
};

const said = [
  ["barolo", 0.7, 0.2, 0.1],
  ["barolo", 0.6, 0.3, 0.1],
  ["barolo", 0.3, 0.5, 0.2],
  ["barolo", 0.4, 0.35, 0.25],
  ["grignolino", 0.1, 0.8, 0.1],
  ["grignolino", 0.2, 0.5, 0.3],
  ["grignolino", 0.5, 0.3, 0.2],
  ["barbera", 0.1, 0.1, 0.8],
  ["barbera", 0.2, 0.2, 0.6],
  ["barbera", 0.1, 0.5, 0.4],
  ["barbera", 0.05, 0.05, 0.9],
  ["barbera", 0, 0, 1],
] as const;

/** Twelve wines: three of four barolos, two of three grignolinos and four of five barberas are predicted right. */
export const wines: Table = {
  rows: said.length,
  columns: [
    { name: "alcohol", type: "number", values: Float64Array.from(said, (_, row) => 12 + row / 8) },
    { name: "cultivar", type: "text", values: said.map(([cultivar]) => cultivar) },
  ],
};

export const prediction: Extract<Prediction, { task: "classification" }> = {
  task: "classification",
  classes: cultivars,
  probabilities: Float32Array.from(said.flatMap(([, ...probabilities]) => probabilities)),
};
