import { orderOf, stageGraph } from "../../graph/stage-graph.ts";
import { groupBy } from "../../platform/group-by.ts";
import { asStageId, type StageId } from "../../platform/identity.ts";
import type { Drawing, DrawingEdge, DrawingNode, Fact } from "./drawing.ts";
import { type FileNode, fileNodes } from "./file-nodes.ts";
import { mergeEdges } from "./merge-edges.ts";
import type { GraphStage, PlanGraph } from "./plan-graph.ts";
import { stageMarks, stageStates } from "./stage-words.ts";

export interface DrawingOptions {
  /** Also the project files that come in. */
  readonly files: boolean;
  /** The instances of a matrix as one node. By default where there are more than `manyNodes` stages. */
  readonly collapse: boolean | undefined;
  readonly facts: (stages: readonly GraphStage[]) => readonly Fact[];
}

/** As many boxes as a person still reads one by one. */
const manyNodes = 40;

export function planDrawing(graph: PlanGraph, options: DrawingOptions): Drawing {
  const collapse = options.collapse ?? graph.stages.length > manyNodes;
  const first = drawStages(graph, { ...options, kept: () => !collapse });
  if (first.tangled.size === 0) return first.drawing;
  // Groups that need one another's instances by turns cannot each be one node: their instances stay apart.
  return drawStages(graph, { ...options, kept: (group) => first.tangled.has(group) }).drawing;
}

interface Choice extends DrawingOptions {
  /** Whether the instances of this group stay apart. */
  readonly kept: (group: string) => boolean;
}

function drawStages(graph: PlanGraph, { files, facts, kept }: Choice) {
  const members = groupBy(graph.stages, ({ stage, group }): string => (group === null || kept(group) ? stage : group));
  const nodeOf = new Map<StageId, string>();
  for (const [id, stages] of members) for (const { stage } of stages) nodeOf.set(stage, id);
  const home = (stage: StageId): string => nodeOf.get(stage) ?? stage;
  const edges = mergeEdges([
    ...graph.edges.map((edge): DrawingEdge => ({ ...edge, from: home(edge.from), to: home(edge.to), kind: "data", count: 1 })),
    ...graph.stages.flatMap(({ stage, after }) =>
      after.map((before): DrawingEdge => ({ from: home(before), to: home(stage), kind: "order", roles: [], count: 1 })),
    ),
  ]);
  const needs = new Map([...members.keys()].map((id) => [id, new Set<string>()]));
  for (const { from, to } of edges) needs.get(to)?.add(from);
  const nodes = [...needs].map(([id, before]) => ({ id: asStageId(id), needs: [...before].map(asStageId) }));
  const order = orderOf(stageGraph(nodes), nodes);
  const ordered = new Set(order);
  const tangled = new Set(nodes.flatMap(({ id }) => (ordered.has(id) ? [] : [String(id)])));
  const entering = files ? fileNodes(graph.files.map((file) => ({ ...file, to: home(file.to) }))) : [];
  return { tangled, drawing: assemble(graph, { order, members, edges, entering, facts }) };
}

interface Parts {
  readonly order: readonly string[];
  readonly members: ReadonlyMap<string, readonly GraphStage[]>;
  readonly edges: readonly DrawingEdge[];
  readonly entering: readonly FileNode[];
  readonly facts: DrawingOptions["facts"];
}

function assemble(graph: PlanGraph, { order, members, edges, entering, facts }: Parts): Drawing {
  return {
    title: graph.name,
    nodes: [...entering.map(({ node }) => node), ...order.map((id) => stageNode(id, { stages: members.get(id) ?? [], facts }))],
    edges: [...entering.flatMap((file) => file.edges), ...edges],
  };
}

function stageNode(id: string, { stages, facts }: { readonly stages: readonly GraphStage[]; readonly facts: Parts["facts"] }): DrawingNode {
  const [kind] = new Set(stages.map((stage) => stage.kind));
  return {
    id,
    shape: "stage",
    name: id,
    count: stages.length,
    ...(kind !== undefined && { does: kind }),
    states: stageStates(stages),
    marks: stageMarks(stages),
    facts: facts(stages),
  };
}
