import type { LoadedModel } from "../../../../stages/shared/network/model.ts";
import type { Table } from "../../../../stages/shared/table/table.ts";

/**
 * A model small enough to compute by hand: sweet where residual sugar in g/l, doubled for a sparkling wine, is over 40; a region that
 * it does not know counts for nothing. It waits for `hold` before each answer, and never takes two tables at a time.
 */
export function tastingModel({
  threshold = 40,
  hold,
}: {
  threshold?: number;
  hold?: () => Promise<void>;
} = {}): LoadedModel & { readonly disposed: boolean } {
  let busy = false;
  let disposed = false;
  return {
    description: {
      format: 1,
      task: "classification",
      target: "style",
      classes: ["dry", "sweet"],
      features: [
        { name: "residual_sugar", type: "number", mean: 20, deviation: 10, fill: 5 },
        { name: "sparkling", type: "boolean", fill: false },
        { name: "region", type: "category", categories: ["Asti", "Sauternes"] },
      ],
      example: { residual_sugar: 90, sparkling: true, region: "Asti" },
      trainedOn: { rows: 12, digest: "e".repeat(64) },
    },
    backend: "by hand",
    predict: async (table) => {
      if (busy || disposed) throw new Error(disposed ? "a disposed model was asked" : "two tables at a time");
      busy = true;
      await hold?.();
      busy = false;
      const sweet = sweetness(table).map((value) => 1 / (1 + Math.exp((threshold - value) / 10)));
      return {
        task: "classification",
        classes: ["dry", "sweet"],
        probabilities: Float32Array.from(sweet.flatMap((value) => [1 - value, value])),
      };
    },
    dispose: () => {
      disposed = true;
    },
    get disposed() {
      return disposed;
    },
  };
}

function sweetness({ rows, columns: [sugar, sparkling, region] }: Table): number[] {
  if (sugar?.type !== "number" || sparkling?.type !== "boolean" || region?.type !== "text")
    throw new Error("other columns than the model's");
  return Array.from({ length: rows }, (_, row) => {
    const grams = sugar.valid?.[row] === 0 ? 5 : (sugar.values[row] ?? 0);
    const doubled = sparkling.values[row] === 1 ? 2 * grams : grams;
    return doubled + (region.values[row] === "Sauternes" ? 10 : 0);
  });
}
