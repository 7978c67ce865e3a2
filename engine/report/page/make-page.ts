import type { LoggedEvent } from "../../events/run-log.ts";
import { collectPage, type PageHistory } from "./collect.ts";
import { runPage } from "./page.ts";

/** The page of a run, from its events and from what is kept of its results; `undefined` where the events tell of no run. */
export async function makePage(history: PageHistory, events: readonly LoggedEvent[]): Promise<string | undefined> {
  const source = await collectPage(history, events);
  return source === undefined ? undefined : runPage(source);
}
