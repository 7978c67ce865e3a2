import { defineStage } from "../../engine/kind/define-stage.ts";
import type { RegisterWith } from "./with.generated.ts";

export const register = defineStage<RegisterWith, "model" | "metrics" | "card", "version">({
  name: "register",
  version: 1,
  description: "Enters a model in the registry under a version, with its metrics, its lineage and its card.",
  ports: {
    in: {
      model: { type: "model", description: "The model. Its digest is its identity: the same model is the same version." },
      metrics: { type: "metrics", description: "What is recorded of its quality, and gated." },
      card: { type: "file", optional: true, description: "A Markdown template of the model card, with {{ model.version }}-like fields." },
    },
    out: {
      version: {
        type: "file",
        extension: ".json",
        description: "Which version it is, as JSON: name, version, digest and the registry's file.",
      },
    },
  },
  with: { builtIn: "register" },
  work: {
    effect: true,
    probe: async (context) => (await import("./probe.ts")).probe(context),
    apply: async (context) => (await import("./apply.ts")).apply(context),
  },
});
