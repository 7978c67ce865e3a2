import type { PlanGraph } from "./plan-graph.ts";

/** Each stage, edge and file on a line of its own: a difference of two such documents is readable. */
export function graphDocument(graph: PlanGraph): string {
  const { pipeline, name, stages, edges, files } = graph;
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  return `{
  "pipeline": ${JSON.stringify(pipeline)},
  "name": ${JSON.stringify(name)},
  "stages": ${list(stages)},
  "edges": ${list(edges)},
  "files": ${list(files)}
}
`;
}
