import type { PerPart, Weights } from "./part.ts";
import { partSizes, quotasOf } from "./part-sizes.ts";

/**
 * How many rows of each class go to each part. Three things hold exactly: each class is divided without rest; the parts are as
 * large as `partSizes` of all rows says; and each number is the class's share rounded down or up. Each class starts from the
 * largest remainder; where the parts then are too large or too small, the roundings that give up the least are exchanged.
 * That such numbers exist for three parts follows from the integrality of flows: Cox, "A constructive procedure for unbiased
 * controlled rounding", Journal of the American Statistical Association 82 (1987).
 */
export function classSizes(classRows: readonly number[], weights: Weights): readonly PerPart<number>[] {
  const goal = partSizes(
    classRows.reduce((sum, rows) => sum + rows, 0),
    weights,
  );
  const classes = classRows.map((rows) => ({ quotas: quotasOf(rows, weights), sizes: [...partSizes(rows, weights)] as MutableSizes }));
  for (;;) {
    const totals = partIndices.map((part) => classes.reduce((sum, { sizes }) => sum + sizes[part], 0));
    const from = partIndices.find((part) => (totals[part] ?? 0) > goal[part]);
    const to = partIndices.find((part) => (totals[part] ?? 0) < goal[part]);
    if (from === undefined || to === undefined) return classes.map(({ sizes }) => sizes);
    for (const { owner, giver, taker } of cheapestExchange({ classes, from, to })) {
      owner.sizes[giver] -= 1;
      owner.sizes[taker] += 1;
    }
  }
}

type PartIndex = 0 | 1 | 2;
type MutableSizes = [number, number, number];
const partIndices: PerPart<PartIndex> = [0, 1, 2];

interface DividedClass {
  readonly quotas: ReturnType<typeof quotasOf>;
  readonly sizes: MutableSizes;
}

/** A class that rounded up one part and down another turns both round. */
interface Exchange {
  readonly owner: DividedClass;
  readonly giver: PartIndex;
  readonly taker: PartIndex;
  readonly cost: bigint;
}

/** One exchange, or two by way of the third part. */
function cheapestExchange({
  classes,
  from,
  to,
}: {
  classes: readonly DividedClass[];
  from: PartIndex;
  to: PartIndex;
}): readonly Exchange[] {
  const between = partIndices.find((part) => part !== from && part !== to) ?? to;
  const direct = exchange({ classes, giver: from, taker: to });
  const first = exchange({ classes, giver: from, taker: between });
  const second = exchange({ classes, giver: between, taker: to });
  const detour = first !== undefined && second !== undefined ? [first, second] : undefined;
  if (direct !== undefined && (detour === undefined || direct.cost <= costOf(detour))) return [direct];
  if (detour === undefined) throw new Error("no exchange leads to the sizes of the parts");
  return detour;
}

const costOf = (exchanges: readonly Exchange[]) => exchanges.reduce((sum, { cost }) => sum + cost, 0n);

/** Above every difference of two remainders: a part keeps its last row of a class where another class can give one. */
const emptying = 10n ** 12n;

/** Of equally cheap ones, the first class's. */
function exchange({
  classes,
  giver,
  taker,
}: {
  classes: readonly DividedClass[];
  giver: PartIndex;
  taker: PartIndex;
}): Exchange | undefined {
  let best: Exchange | undefined;
  for (const owner of classes) {
    const { quotas, sizes } = owner;
    const possible = sizes[giver] > quotas[giver].whole && sizes[taker] === quotas[taker].whole && quotas[taker].remainder > 0n;
    const cost = quotas[giver].remainder - quotas[taker].remainder + (sizes[giver] === 1 ? emptying : 0n);
    if (possible && (best === undefined || cost < best.cost)) best = { owner, giver, taker, cost };
  }
  return best;
}
