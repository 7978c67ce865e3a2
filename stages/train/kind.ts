import { defineStage } from "../../engine/kind/define-stage.ts";
import type { TrainWith } from "./with.generated.ts";

export const train = defineStage<TrainWith, "train" | "validation", "model" | "history" | "report" | "picture">({
  name: "train",
  version: 1,
  libraries: ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers", "@tensorflow/tfjs-backend-wasm", "apache-arrow", "vega", "vega-lite"],
  description: "Fits a neural network to a table.",
  ports: {
    in: {
      train: { type: "table", description: "The rows to fit on, with the target." },
      validation: {
        type: "table",
        optional: true,
        description: "Rows to follow the training by, and to stop by; no weight is fitted to them.",
      },
    },
    out: {
      model: { type: "model", description: "The network, its weights, and how raw columns become its inputs." },
      history: { type: "table", description: "A row for each epoch: the loss and the score, on both tables." },
      report: { type: "report", description: "What was trained on what, for people." },
      picture: { type: "plot", description: "The learning curve: the loss of each epoch." },
    },
  },
  with: { builtIn: "train" },
  work: { run: async (context) => (await import("./train.ts")).train(context) },
});
