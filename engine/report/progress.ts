import type { StageProgress } from "../events/event.ts";
import { byteCount } from "../key/byte-count.ts";
import { figures } from "./figure.ts";

/** `epoch 12/60  loss 0.034`; of what comes from a remote, `fetching 1.2 GB of 5.0 GB, 24 %`. */
export function progressText(progress: StageProgress): string {
  if (progress.unit === "byte fetched") return fetched(progress);
  const count = progress.total === undefined ? String(progress.step) : `${progress.step}/${progress.total}`;
  return [`${progress.unit} ${count}`, figures(progress.values)].filter((text) => text !== "").join("  ");
}

function fetched({ step, total }: StageProgress): string {
  if (total === undefined || total === 0) return `fetching ${byteCount(step)}`;
  return `fetching ${byteCount(step)} of ${byteCount(total)}, ${Math.floor((step / total) * 100)} %`;
}
