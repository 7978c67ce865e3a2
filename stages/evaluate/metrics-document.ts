import type { Measure } from "./measure.ts";

type Node = { [name: string]: Node | number };

/**
 * The text of a metrics file: sorted by name, the same bytes for the same figures. A measure is `{ high, low, value }`, or `{ value }`
 * where it has no interval; a count is a plain number.
 */
export function metricsDocument({
  measures,
  counts,
}: {
  readonly measures: readonly Measure[];
  readonly counts: readonly { readonly path: readonly string[]; readonly value: number }[];
}): string {
  const leaves: Leaf[] = [
    ...measures.map(({ path, value, interval }) => ({
      path,
      node: interval === undefined ? { value } : { high: interval.high, low: interval.low, value },
    })),
    ...counts.map(({ path, value }) => ({ path, node: value })),
  ];
  return `${JSON.stringify(nest(leaves), null, 2)}\n`;
}

interface Leaf {
  readonly path: readonly string[];
  readonly node: Node | number;
}

function nest(leaves: readonly Leaf[]): Node {
  const groups = new Map<string, Leaf[]>();
  for (const { path, node } of leaves) {
    const [first = "", ...rest] = path;
    groups.set(first, [...(groups.get(first) ?? []), { path: rest, node }]);
  }
  const sorted = [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, group]) => {
      const only = group[0];
      return [name, only !== undefined && only.path.length === 0 ? only.node : nest(group)];
    }),
  );
}
