import type { ConfusionMatrix } from "../shared/metric/confusion-matrix.ts";
import { heatmap } from "../shared/plot/heatmap.ts";

/** The confusion matrix as an SVG: each cell's count, and its share of the actual class, which is how dark it is. */
export async function confusionPicture(matrix: ConfusionMatrix, classes: readonly string[]): Promise<string> {
  const rows = classes.map((_, row) => [...matrix.cells.subarray(row * matrix.size, (row + 1) * matrix.size)]);
  const shares = rows.map((cells, row) => cells.map((count) => (count === 0 ? 0 : count / (matrix.actual[row] as number))));
  return heatmap({
    title: "Confusion matrix",
    subtitle: "Rows of each actual class, by predicted class",
    rows: { label: "Actual", names: classes },
    columns: { label: "Predicted", names: classes },
    values: shares,
    valueLabel: "Share",
    texts: rows.map((cells, row) => cells.map((count, column) => [String(count), percent(shares[row]?.[column] ?? 0)])),
  });
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
