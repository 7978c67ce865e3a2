import { defineStage } from "../../engine/kind/define-stage.ts";
import type { DeployWith } from "./with.generated.ts";

export const deploy = defineStage<DeployWith, "version" | "monitor", "deployment">({
  name: "deploy",
  version: 1,
  description: "Serves a registered version for a moment, checks its answer, then points an environment at it.",
  ports: {
    in: {
      version: { type: "file", description: "Which version: what register gives out." },
      monitor: { type: ["file", "directory"], optional: true, description: "The monitor that watches it; its digest is recorded." },
    },
    out: {
      deployment: { type: "file", extension: ".json", description: "What is served where, as JSON: environment, name, version, digest." },
    },
  },
  with: { builtIn: "deploy" },
  work: {
    effect: true,
    probe: async (context) => (await import("./probe.ts")).probe(context),
    apply: async (context) => (await import("./apply.ts")).apply(context),
  },
});
