import type { Event } from "../../engine/events/event.ts";
import type { LoggedEvent } from "../../engine/events/run-log.ts";
import { startOfRun } from "./wine-events.ts";

/** As a log would have them: one after the other, each stage for as long as it says, ten milliseconds between them. */
export function timed(events: readonly Event[]): readonly LoggedEvent[] {
  let at = startOfRun;
  const begun = new Map<string, number>();
  return events.map((event) => {
    if (event.type === "run-started") return event;
    if (event.type === "stage-started") begun.set(event.stage, at);
    at = event.type === "stage-finished" ? Math.max(at, (begun.get(event.stage) ?? at) + event.milliseconds) : at + 10;
    return { ...event, at };
  });
}
