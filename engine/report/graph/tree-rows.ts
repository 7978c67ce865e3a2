import type { Drawing, DrawingEdge, DrawingNode } from "./drawing.ts";
import { grouped } from "./grouped.ts";
import { longestWay } from "./longest-way.ts";

export interface TreeRow {
  readonly node: DrawingNode;
  /** Whether it stands above already, with all that comes after it. */
  readonly again: boolean;
  /** What stands before the name: `│  ├─ `. */
  readonly guide: string;
  /** The same for further lines of the row. */
  readonly below: string;
  /** From the node under which it stands. */
  readonly edges: readonly DrawingEdge[];
}

interface Open {
  readonly node: DrawingNode;
  readonly edges: readonly DrawingEdge[];
  readonly guide: string;
  /** The guide of its children, and of its further lines. */
  readonly below: string;
}

/** The nodes in the order of a walk from those that need nothing, each with all its users before the next. */
export function treeRows({ nodes, edges }: Drawing, { columns }: { readonly columns: number }): readonly TreeRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const leaving = grouped(edges, ({ from }) => from);
  const targets = new Set(edges.map(({ to }) => to));
  const deepest = longestWay({ nodes, edges });
  const step = deepest * 3 <= columns / 3 ? 3 : deepest * 2 <= columns / 3 ? 2 : 0;
  const met = new Set<string>();
  const rows: TreeRow[] = [];
  const open: Open[] = nodes
    .filter(({ id }) => !targets.has(id))
    .map((node) => ({ node, edges: [], guide: "", below: "" }))
    .reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const again = met.has(next.node.id);
    const children = again ? [] : childrenOf(next.node, { byId, leaving });
    const hanging = children.length > 0 && step > 0 ? `${next.below}│` : next.below;
    rows.push({ node: next.node, again, guide: next.guide, below: hanging, edges: next.edges });
    met.add(next.node.id);
    open.push(...children.map((child, index) => placed(child, { parent: next, last: index === children.length - 1, step })).reverse());
  }
  return rows;
}

type Child = Pick<Open, "node" | "edges">;

function placed(child: Child, { parent, last, step }: { readonly parent: Open; readonly last: boolean; readonly step: number }): Open {
  // So deep that indentation would leave no room: the arrow says that it follows, the ports from what.
  if (step === 0) return { ...child, guide: "↓ ", below: "  " };
  const branch = (step === 3 ? ["├─ ", "└─ "] : ["├ ", "└ "])[last ? 1 : 0];
  const bar = last ? " ".repeat(step) : `│${" ".repeat(step - 1)}`;
  return { ...child, guide: parent.below + branch, below: parent.below + bar };
}

interface Links {
  readonly byId: ReadonlyMap<string, DrawingNode>;
  readonly leaving: ReadonlyMap<string, readonly DrawingEdge[]>;
}

/** In the drawing's order, so that what a sibling needs is expanded under that sibling. */
function childrenOf({ id }: DrawingNode, { byId, leaving }: Links): readonly Child[] {
  const ofTarget = grouped(leaving.get(id) ?? [], ({ to }) => to);
  return [...ofTarget].flatMap(([to, edges]) => {
    const node = byId.get(to);
    return node === undefined ? [] : [{ node, edges }];
  });
}
