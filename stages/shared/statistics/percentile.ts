/**
 * The value below which that share (0 … 1) of the sorted values lies, interpolated linearly between neighbours: definition 7 of
 * Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), numpy's default.
 */
export function percentile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) throw new RangeError("a percentile needs at least one value");
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (at - below);
}
