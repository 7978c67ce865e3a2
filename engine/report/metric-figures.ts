import { figure } from "./figure.ts";

interface MetricOptions {
  /** Named first: those with a gate. */
  readonly first?: ReadonlySet<string>;
  /** Characters; at least one metric is shown. */
  readonly width: number;
}

/** `accuracy 0.972 [0.90, 0.99], f1 0.97 and 3 more`: an interval stands behind its metric. */
export function metricFigures(metrics: Readonly<Record<string, number>>, { first = new Set(), width }: MetricOptions): string {
  const names = Object.keys(metrics).filter((name) => !/\.(low|high)$/.test(name));
  const plain = names.filter((name) => !name.includes("."));
  const chosen = (plain.length > 0 ? plain : names).toSorted((left, right) => Number(first.has(right)) - Number(first.has(left)));
  let text = "";
  for (const [index, name] of chosen.entries()) {
    const next = `${name.replace(/\.value$/, "")} ${figure(metrics[name] ?? Number.NaN)}${interval(metrics, name)}`;
    if (index > 0 && text.length + next.length > width) return `${text} and ${chosen.length - index} more`;
    text += index === 0 ? next : `, ${next}`;
  }
  return text;
}

function interval(metrics: Readonly<Record<string, number>>, name: string): string {
  const [low, high] = [metrics[`${name}.low`], metrics[`${name}.high`]];
  return low === undefined || high === undefined ? "" : ` [${figure(low)}, ${figure(high)}]`;
}
