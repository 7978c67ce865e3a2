import type { PerPart, Weights } from "./part.ts";

/** A share of rows: its whole rows, and what is left of it, in units that only compare within one total. */
export interface Quota {
  readonly whole: number;
  readonly remainder: bigint;
}

/** Each part's exact share of `rows`. */
export function quotasOf(rows: number, weights: Weights): PerPart<Quota> {
  const total = weights[0] + weights[1] + weights[2];
  const quota = (weight: bigint): Quota => {
    const share = weight * BigInt(rows);
    return { whole: Number(share / total), remainder: share % total };
  };
  return [quota(weights[0]), quota(weights[1]), quota(weights[2])];
}

/**
 * Whole sizes that add up to `rows`, by the method of the largest remainder (Hamilton): every share is rounded down, and the rows
 * left over go one each to the parts with the largest remainders, of equal ones to the earlier part.
 */
export function partSizes(rows: number, weights: Weights): PerPart<number> {
  const quotas = quotasOf(rows, weights);
  const left = rows - quotas.reduce((sum, { whole }) => sum + whole, 0);
  const ranked = [0, 1, 2].sort((a, b) => compare(quotas[b]?.remainder, quotas[a]?.remainder) || a - b);
  const favoured = new Set(ranked.slice(0, left));
  const size = (part: 0 | 1 | 2) => quotas[part].whole + (favoured.has(part) ? 1 : 0);
  return [size(0), size(1), size(2)];
}

function compare(left = 0n, right = 0n): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
