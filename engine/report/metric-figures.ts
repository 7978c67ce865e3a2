import { figure } from "./figure.ts";

/** `accuracy 0.972 [0.90, 0.99]`: an interval stands behind its metric; at most `most` metrics. */
export function metricFigures(metrics: Readonly<Record<string, number>>, most = 6): string {
  const names = Object.keys(metrics).filter((name) => !/\.(low|high)$/.test(name));
  const plain = names.filter((name) => !name.includes("."));
  const chosen = plain.length > 0 ? plain : names;
  const texts = chosen
    .slice(0, most)
    .map((name) => `${name.replace(/\.value$/, "")} ${figure(metrics[name] ?? Number.NaN)}${interval(metrics, name)}`);
  if (chosen.length > most) texts.push(`and ${chosen.length - most} more`);
  return texts.join(", ");
}

function interval(metrics: Readonly<Record<string, number>>, name: string): string {
  const [low, high] = [metrics[`${name}.low`], metrics[`${name}.high`]];
  return low === undefined || high === undefined ? "" : ` [${figure(low)}, ${figure(high)}]`;
}
