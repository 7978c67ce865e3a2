import { StageFailure } from "../../../engine/kind/stage-context.ts";
import { column } from "../table/column.ts";
import type { Column, Table } from "../table/table.ts";
import { totalWidth, widthOf } from "./feature-width.ts";
import type { FeatureDescription } from "./model.ts";

/**
 * The network's inputs: rows x width, row-major. Columns that are no features are left alone. Throws StageFailure `column-unknown`,
 * `column-type`, or `data-invalid` for a number that is not finite.
 */
export function encodeFeatures(table: Table, features: readonly FeatureDescription[]): Float32Array {
  const width = totalWidth(features);
  const inputs = new Float32Array(table.rows * width);
  let offset = 0;
  for (const feature of features) {
    encodeColumn({ feature, source: column(table, feature.name), target: { inputs, width, offset, rows: table.rows } });
    offset += widthOf(feature);
  }
  return inputs;
}

interface Target {
  readonly inputs: Float32Array;
  readonly width: number;
  readonly offset: number;
  readonly rows: number;
}

function encodeColumn({ feature, source, target }: { feature: FeatureDescription; source: Column; target: Target }): void {
  const { inputs, width, offset, rows } = target;
  if (feature.type === "number" && (source.type === "number" || source.type === "integer")) {
    for (let row = 0; row < rows; row++) {
      const value = source.valid?.[row] === 0 ? feature.fill : (source.values[row] ?? feature.fill);
      if (!Number.isFinite(value)) throw notFinite({ name: feature.name, value, row });
      inputs[row * width + offset] = (value - feature.mean) / feature.deviation;
    }
  } else if (feature.type === "boolean" && source.type === "boolean") {
    for (let row = 0; row < rows; row++) {
      inputs[row * width + offset] = source.valid?.[row] === 0 ? Number(feature.fill) : (source.values[row] ?? 0);
    }
  } else if (feature.type === "category" && (source.type === "category" || source.type === "text")) {
    const positionOf = new Map(feature.categories.map((category, position) => [category, position]));
    for (let row = 0; row < rows; row++) {
      const text = source.type === "text" ? source.values[row] : source.categories[source.codes[row] ?? -1];
      const position = typeof text === "string" ? positionOf.get(text) : undefined;
      if (position !== undefined) inputs[row * width + offset + position] = 1;
    }
  } else {
    throw new StageFailure({
      code: "column-type",
      message: `the column ${feature.name} is ${source.type}, and the model takes a ${feature.type}`,
      why: "the model was trained on a column of that type",
    });
  }
}

export function notFinite({ name, value, row }: { name: string; value: number; row: number }): StageFailure {
  return new StageFailure({
    code: "data-invalid",
    message: `the column ${name} holds ${value} in row ${row}`,
    why: "a network takes finite numbers only",
    hint: "leave the value empty where it is not known",
  });
}
