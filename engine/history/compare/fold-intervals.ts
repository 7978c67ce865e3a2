/** A figure with its interval, as far as either is known. */
export interface Measured {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

type Metrics = Readonly<Record<string, number>>;

/**
 * Metrics with their intervals folded in: `accuracy.low` and `accuracy.high` belong to `accuracy`. `names` are all metrics of the
 * table, so that two versions of one stage fold alike; a name whose three parts are not all among them stays by itself.
 */
export function foldIntervals(metrics: Metrics, names: ReadonlySet<string>): ReadonlyMap<string, Measured> {
  const folded = new Map<string, Measured>();
  for (const [name, value] of Object.entries(metrics)) {
    if (isEnd(name, names)) continue;
    const [low, high] = hasInterval(name, names) ? [metrics[`${name}.low`], metrics[`${name}.high`]] : [];
    folded.set(name, { value, ...(low !== undefined && { low }), ...(high !== undefined && { high }) });
  }
  return folded;
}

const hasInterval = (name: string, names: ReadonlySet<string>): boolean => names.has(`${name}.low`) && names.has(`${name}.high`);

function isEnd(name: string, names: ReadonlySet<string>): boolean {
  const base = name.replace(/\.(low|high)$/, "");
  return base !== name && names.has(base) && hasInterval(base, names);
}
