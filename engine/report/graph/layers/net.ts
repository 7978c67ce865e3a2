import type { Drawing, DrawingEdge } from "../drawing.ts";
import { grouped } from "../grouped.ts";

/** What leaves a node by one port, and all that it goes to: one line that branches. */
export interface Net {
  readonly from: string;
  /** The port's name; `after` where nothing flows. */
  readonly label: string;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly node: string;
  /** The port's name; of several edges into it also how many. Nets with one label enter a node at one place. */
  readonly label: string;
}

export function netsOf({ edges }: Drawing): readonly Net[] {
  const arriving = new Map<string, number>();
  for (const edge of edges) arriving.set(portOf(edge), (arriving.get(portOf(edge)) ?? 0) + edge.count);
  return [...grouped(edges, ({ from, kind, output }) => JSON.stringify([from, kind, output])).values()].flatMap((branch) => {
    const [first] = branch;
    if (first === undefined) return [];
    const label = first.kind === "order" ? "after" : (first.output ?? "");
    return [{ from: first.from, label, targets: branch.map((edge) => ({ node: edge.to, label: targetLabel(edge, arriving) })) }];
  });
}

const portOf = ({ to, kind, input }: DrawingEdge): string => JSON.stringify([to, kind, input]);

function targetLabel(edge: DrawingEdge, arriving: ReadonlyMap<string, number>): string {
  const count = arriving.get(portOf(edge)) ?? 1;
  return `${edge.kind === "order" ? "after" : (edge.input ?? "")}${count > 1 ? ` ×${count}` : ""}`;
}
