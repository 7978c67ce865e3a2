import { unreachable } from "../../platform/result.ts";
import { dot } from "./dot.ts";
import type { Drawing } from "./drawing.ts";
import { graphDocument } from "./json.ts";
import { renderLayers } from "./layers/layers.ts";
import { mermaid } from "./mermaid.ts";
import type { PlanGraph } from "./plan-graph.ts";
import { renderTree, type TextOptions } from "./tree.ts";

export type GraphFormat = "tree" | "layers" | "mermaid" | "dot" | "json" | "svg" | "html";

export interface GraphParts extends TextOptions {
  readonly graph: PlanGraph;
  readonly drawing: Drawing;
  /** What a person should know of the picture. */
  readonly remark: (text: string) => void;
}

/** As many boxes as a screen holds in layers. */
const fewNodes = 16;

function readable(drawing: Drawing, text: TextOptions): string {
  const layers = drawing.nodes.length > fewNodes ? undefined : renderLayers(drawing, text);
  return layers === undefined || layers.moreLayers > 1 ? renderTree(drawing, text) : layers.text;
}

/** Without a format: layers where they fit a screen, else a tree. What a library lays out is loaded when it is asked for. */
export async function renderGraph(format: GraphFormat | undefined, { graph, drawing, remark, ...text }: GraphParts): Promise<string> {
  switch (format) {
    case undefined:
      return readable(drawing, text);
    case "layers": {
      const layers = renderLayers(drawing, text);
      if (layers !== undefined) return layers.text;
      remark(`layers do not fit ${text.columns} columns: this is the tree`);
      return renderTree(drawing, text);
    }
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
