/** A value with nothing below it; a list counts as one value. */
export type Leaf = string | number | boolean | null | readonly unknown[];

export type Leaves = Readonly<Record<string, Leaf>>;

/** Parameters by their full names: `{ training: { epochs: 5 } }` is `training.epochs` 5. */
export function leavesOf(value: unknown): Leaves {
  const leaves: Record<string, Leaf> = Object.create(null);
  collect(value, [], leaves);
  return leaves;
}

function collect(value: unknown, above: readonly string[], leaves: Record<string, Leaf>): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) collect(inner, [...above, key], leaves);
  } else if (above.length > 0) leaves[above.join(".")] = value as Leaf;
}

/** Whether two values are the same, lists item by item. */
export const sameLeaf = (left: Leaf | undefined, right: Leaf | undefined): boolean =>
  left === right || (left !== undefined && right !== undefined && JSON.stringify(left) === JSON.stringify(right));

/** The names whose values are not the same in all, in the order in which they first appear. */
export function differing(all: readonly Leaves[]): readonly string[] {
  const names = new Set(all.flatMap((leaves) => Object.keys(leaves)));
  return [...names].filter((name) => all.some((leaves) => !sameLeaf(leaves[name], all[0]?.[name])));
}

/** As a person would type it in a cell. */
export const leafText = (leaf: Leaf | undefined): string =>
  leaf === undefined ? "" : typeof leaf === "string" ? leaf : JSON.stringify(leaf);
