import type { StageFinished } from "../events/event.ts";
import { byteCount } from "../key/byte-count.ts";

/** `1.2 GB`: the most memory that was seen; empty where nothing was. */
export const peakText = ({ peak }: Pick<StageFinished, "peak">): string => (peak === undefined ? "" : byteCount(peak));

/** `cpu 4, memory 8.0 GB, gpu 0 and 1`: what a stage had of the pools that it names. */
export function heldText({ held = {} }: Pick<StageFinished, "held">): string {
  return Object.entries(held)
    .map(
      ([pool, amount]) => `${pool} ${typeof amount !== "number" ? amount.join(" and ") : pool === "memory" ? byteCount(amount) : amount}`,
    )
    .join(", ");
}
