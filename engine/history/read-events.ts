import { join } from "node:path";
import type { RunHistory } from "../events/durations.ts";
import { type LoggedEvent, runLogFolder } from "../events/run-log.ts";

/** Everything that a run's log tells, in order; empty where there is no such log, or nothing in it can be read. */
export function readEvents(history: RunHistory, run: string): readonly LoggedEvent[] {
  const path = join(history.projectRoot, runLogFolder, `${run}.jsonl`);
  if (history.disk.stat(path)?.type !== "file") return [];
  return history.disk.read(path).toString("utf8").split("\n").flatMap(parsed).map(complete);
}

/** The last line of a run that was killed may be torn. */
function parsed(line: string): readonly LoggedEvent[] {
  try {
    return line === "" ? [] : [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** Logs of earlier versions know nothing of inputs. */
const complete = (event: LoggedEvent): LoggedEvent => (event.type === "stage-finished" ? { ...event, inputs: event.inputs ?? [] } : event);
