/** A figure with its interval, as far as either is known. */
export interface Measured {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

type Metrics = Readonly<Record<string, number>>;

/**
 * The metrics of a stage with their intervals folded in: `accuracy.low` and `accuracy.high` belong to `accuracy`. Several versions of
 * one stage fold alike: where some version has all three, and none has an end without its figure. Other names stay by themselves.
 */
export function foldIntervals(versions: readonly Metrics[]): readonly ReadonlyMap<string, Measured>[] {
  const names = new Set(versions.flatMap(Object.keys));
  const folding = new Set([...names].filter((name) => folds(name, { names, versions })));
  return versions.map((metrics) => {
    const folded = new Map<string, Measured>();
    for (const [name, value] of Object.entries(metrics)) {
      const base = name.replace(/\.(low|high)$/, "");
      if (base !== name && folding.has(base)) continue;
      const [low, high] = folding.has(name) ? [metrics[`${name}.low`], metrics[`${name}.high`]] : [];
      folded.set(name, { value, ...(low !== undefined && { low }), ...(high !== undefined && { high }) });
    }
    return folded;
  });
}

function folds(name: string, { names, versions }: { readonly names: ReadonlySet<string>; readonly versions: readonly Metrics[] }): boolean {
  const [low, high] = [`${name}.low`, `${name}.high`];
  if (!names.has(low) || !names.has(high)) return false;
  return versions.every((metrics) => Object.hasOwn(metrics, name) || !(Object.hasOwn(metrics, low) || Object.hasOwn(metrics, high)));
}
