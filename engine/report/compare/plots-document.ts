import { rowStates } from "../../history/compare/compare-metrics.ts";
import type { Plot } from "../../history/compare/plot-versions.ts";
import { type ComparedVersion, versionDocument } from "./comparison.ts";

export interface PlotsDocument {
  readonly name: string;
  readonly before: ComparedVersion | undefined;
  readonly after: ComparedVersion;
  /** Paths of what was written. */
  readonly page: string;
  readonly svg: readonly string[];
}

/** `plots --json` and `plots diff --json`: what was written, and the digests of each plot. */
export function plotsDocument(plots: readonly Plot[], { name, before, after, page, svg }: PlotsDocument): string {
  const document = {
    pipeline: name,
    ...(before !== undefined && { before: versionDocument(before), after: versionDocument(after) }),
    page,
    svg,
    plots: plots.map(({ stage, port, path, state, before: old, after: now }) => ({
      stage,
      port,
      path,
      ...(before !== undefined && { state, before: old?.digest ?? null }),
      [before === undefined ? "digest" : "after"]: now?.digest ?? null,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** `1 changed, 1 new, 3 the same`. */
export function plotsOutlook(plots: readonly Plot[]): string {
  if (plots.length === 0) return "no plots in either version";
  const words = { changed: "changed", added: "new", removed: "gone", same: "the same" } as const;
  return rowStates
    .map((state) => ({ count: plots.filter((plot) => plot.state === state).length, word: words[state] }))
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`)
    .join(", ");
}
