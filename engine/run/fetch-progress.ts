import type { Event } from "../events/event.ts";
import type { OnTransfer } from "../events/transfer.ts";
import type { Clock } from "../platform/clock.ts";
import type { StageId } from "../platform/identity.ts";

/** Milliseconds between two events, and before the first: what is over sooner needs none. */
const interval = 500;

export interface FetchProgressRequest {
  readonly clock: Clock;
  readonly stage: StageId;
  readonly emit: (event: Event) => void;
}

/** Tells of bytes that come from a remote as progress of the stage that they are for. */
export function fetchProgress({ clock, stage, emit }: FetchProgressRequest): OnTransfer {
  let toldAt = clock.elapsed();
  return ({ doing, bytes, allBytes }) => {
    const now = clock.elapsed();
    if (doing !== "fetch" || now - toldAt < interval) return;
    toldAt = now;
    emit({
      type: "stage-progress",
      stage,
      step: bytes,
      ...(allBytes !== undefined && { total: allBytes }),
      unit: "byte fetched",
      values: {},
    });
  };
}
