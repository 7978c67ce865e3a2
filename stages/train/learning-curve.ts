import { lineChart } from "../shared/plot/line-chart.ts";
import type { Fitted } from "./fit-weights.ts";

/** The loss of each epoch as an SVG. */
export async function learningCurve({ epochs, kept }: Fitted, target: string): Promise<string> {
  const validated = epochs.some(({ validation }) => validation !== undefined);
  return lineChart({
    title: `Learning ${target}`,
    ...(kept < epochs.length && { subtitle: `the model is that of epoch ${kept}` }),
    x: { label: "epoch", values: epochs.map(({ epoch }) => epoch) },
    y: { label: "loss" },
    series: [
      { name: "train", values: epochs.map(({ train }) => train.loss) },
      ...(validated ? [{ name: "validation", values: epochs.map(({ validation }) => validation?.loss ?? null) }] : []),
    ],
  });
}
