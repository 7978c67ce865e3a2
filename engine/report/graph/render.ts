import { unreachable } from "../../platform/result.ts";
import { dot } from "./dot.ts";
import type { Drawing } from "./drawing.ts";
import { graphDocument } from "./json.ts";
import { mermaid } from "./mermaid.ts";
import type { PlanGraph } from "./plan-graph.ts";
import { renderTree, type TextOptions } from "./tree.ts";

export type GraphFormat = "tree" | "mermaid" | "dot" | "json" | "svg" | "html";

export interface GraphParts {
  readonly graph: PlanGraph;
  readonly drawing: Drawing;
}

/** What a library lays out is loaded when it is asked for. */
export async function renderGraph(format: GraphFormat | undefined, { graph, drawing, ...text }: GraphParts & TextOptions): Promise<string> {
  switch (format) {
    case undefined:
    case "tree":
      return renderTree(drawing, text);
    case "mermaid":
      return mermaid(drawing);
    case "dot":
      return dot(drawing);
    case "json":
      return graphDocument(graph);
    case "svg":
      return (await import("./svg.ts")).drawSvg(drawing);
    case "html":
      return (await import("./html.ts")).drawPage(drawing);
    default:
      return unreachable(format);
  }
}
