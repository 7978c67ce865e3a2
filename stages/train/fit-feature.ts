import { notFinite } from "../shared/network/encode-features.ts";
import type { FeatureDescription } from "../shared/network/model.ts";
import type { NumberColumn } from "../shared/table/table.ts";
import type { FeatureColumn } from "./choose-features.ts";

/** How a column becomes inputs, from these rows alone. Throws StageFailure `data-invalid` for a number that is not finite. */
export function fitFeature(column: FeatureColumn): FeatureDescription {
  const { name } = column;
  switch (column.type) {
    case "category":
      return { name, type: "category", categories: column.categories };
    case "boolean":
      return { name, type: "boolean", fill: mostAreTrue(column) };
    default: {
      const { mean, deviation } = fitScale(column);
      return { name, type: "number", mean, deviation, fill: mean };
    }
  }
}

/**
 * Mean and population standard deviation of the values that are there. A column whose values are all equal has the deviation 1, so
 * that it becomes 0 and not a division by it.
 */
export function fitScale({ name, values, valid }: NumberColumn): { readonly mean: number; readonly deviation: number } {
  const present = values.filter((_, row) => valid?.[row] !== 0);
  values.forEach((value, row) => {
    if (valid?.[row] !== 0 && !Number.isFinite(value)) throw notFinite({ name, value, row });
  });
  const [first = 0] = present;
  // Asked of the values themselves: their mean is rounded, and so would not be them.
  if (present.every((value) => value === first)) return { mean: first, deviation: 1 };
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

/** What stands for a missing truth value: the more frequent one, false where both are. */
function mostAreTrue({ values, valid }: { readonly values: Uint8Array; readonly valid?: Uint8Array }): boolean {
  const present = values.filter((_, row) => valid?.[row] !== 0);
  return present.filter((value) => value === 1).length * 2 > present.length;
}
