import { unreachable } from "../../platform/result.ts";
import { dot } from "./dot.ts";
import type { Drawing } from "./drawing.ts";
import { graphDocument } from "./json.ts";
import { mermaid } from "./mermaid.ts";
import type { PlanGraph } from "./plan-graph.ts";
import { renderTree, type TextOptions } from "./tree.ts";

export type GraphFormat = "tree" | "mermaid" | "dot" | "json";

export interface GraphParts {
  readonly graph: PlanGraph;
  readonly drawing: Drawing;
}

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
    default:
      return unreachable(format);
  }
}
