// Trains in a process of its own, as a stage host does: node train-process.mjs TRAIN VALIDATION FOLDER WITH.
import { join } from "node:path";
import { asDigest } from "../../../engine/platform/identity.ts";
import type { TrainContext } from "../../../stages/train/settings.ts";
import { train } from "../../../stages/train/train.ts";

const [trainPath = "", validationPath = "", folder = "", options = ""] = process.argv.slice(2);
const digest = asDigest("d".repeat(64));
const input = (path: string) => ({ path, digest, bound: true, items: [{ path, digest, type: "table" as const }] });
const context: TrainContext = {
  in: { train: input(trainPath), validation: input(validationPath) },
  out: {
    model: { path: join(folder, "model"), type: "model" },
    history: { path: join(folder, "history.arrow"), type: "table" },
    report: { path: join(folder, "report.md"), type: "report" },
    picture: { path: join(folder, "picture.svg"), type: "plot" },
  },
  with: JSON.parse(options),
  report: { progress: () => undefined, log: () => undefined, warn: () => undefined, backend: () => undefined },
  signal: new AbortController().signal,
};
await train(context);
