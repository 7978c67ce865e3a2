import { defineStage } from "../../engine/kind/define-stage.ts";
import type { EvaluateWith } from "./with.generated.ts";

export const evaluate = defineStage<EvaluateWith, "model" | "data", "metrics" | "predictions" | "report" | "picture">({
  name: "evaluate",
  version: 1,
  libraries: ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers", "@tensorflow/tfjs-backend-wasm", "apache-arrow", "vega", "vega-lite"],
  description: "Measures a model on data that it has not seen, with intervals that say how sure each figure is.",
  ports: {
    in: {
      model: { type: "model", description: "What the train kind made." },
      data: { type: "table", description: "Raw rows, with the target." },
    },
    out: {
      metrics: { type: "metrics", description: "Each metric with its interval: what gates and the registry read." },
      predictions: { type: "table", description: "A row each: its index in the data, the actual and the predicted value, probabilities." },
      report: { type: "report", description: "The figures for people." },
      picture: { type: "plot", description: "The confusion matrix; of a regression, predicted against actual values." },
    },
  },
  with: { builtIn: "evaluate" },
  work: { run: async (context) => (await import("./evaluate.ts")).evaluate(context) },
});
