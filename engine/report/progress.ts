import type { StageProgress } from "../events/event.ts";
import { figures } from "./figure.ts";

/** `epoch 12/60  loss 0.034`. */
export function progressText(progress: StageProgress): string {
  const count = progress.total === undefined ? String(progress.step) : `${progress.step}/${progress.total}`;
  return [`${progress.unit} ${count}`, figures(progress.values)].filter((text) => text !== "").join("  ");
}
