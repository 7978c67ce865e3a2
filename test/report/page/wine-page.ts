import type { Edge, Event } from "../../../engine/events/event.ts";
import { asStageId } from "../../../engine/platform/identity.ts";
import { drawSvg } from "../../../engine/report/graph/svg.ts";
import { runDrawing } from "../../../engine/report/page/graph.ts";
import { runPage } from "../../../engine/report/page/page.ts";
import type { PageSource } from "../../../engine/report/page/page-source.ts";
import { runFacts } from "../../../engine/report/page/run-facts.ts";
import { timed } from "../timed.ts";

const edge = (from: string, output: string, to: string, input: string): Edge => ({
  from: asStageId(from),
  output,
  to: asStageId(to),
  input,
});

/** How data flows in the wine pipeline. */
export const wineEdges: readonly Edge[] = [
  edge("validate", "table", "split", "table"),
  edge("split", "train", "train", "train"),
  edge("train", "model", "evaluate", "model"),
  edge("split", "test", "evaluate", "data"),
  edge("evaluate", "metrics", "register", "metrics"),
  edge("register", "version", "deploy", "version"),
];

/** The events with edges in their start. */
export const flowing = (events: readonly Event[], edges: readonly Edge[] = wineEdges): readonly Event[] =>
  events.map((event) => (event.type === "run-started" ? { ...event, edges } : event));

/** What a page is made from, without a disk. */
export async function sourceOf(events: readonly Event[], more: Partial<PageSource> = {}): Promise<PageSource> {
  const facts = runFacts(timed(events));
  if (facts === undefined) throw new Error("no run was started");
  const drawing = runDrawing(facts);
  const graph = drawing === undefined ? undefined : await drawSvg(drawing);
  return { facts, graph, previous: undefined, pictures: [], documents: [], logs: new Map(), ...more };
}

export const pageOf = async (events: readonly Event[], more: Partial<PageSource> = {}): Promise<string> =>
  runPage(await sourceOf(events, more));

/** What a person reads and a browser lays out: without style, script and drawing, which have tests of their own. */
export const bodyOf = (page: string): string =>
  page
    .slice(page.indexOf("<body>"))
    .replace(/<script>[\s\S]*?<\/script>/, "<script></script>")
    .replace(/<svg xmlns[\s\S]*?<\/svg>/, "<svg></svg>");
