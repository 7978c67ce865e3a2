import type { ListedRun } from "../../history/past-runs.ts";
import { duration } from "../duration.ts";
import type { Painter } from "../painter.ts";
import type { Column } from "../table.ts";
import { outcomeColour, outcomeText, workText } from "./outcome.ts";
import { type Chosen, valueColumns } from "./value-columns.ts";
import { howLongAgo } from "./when.ts";

export interface RunListOptions extends Chosen {
  readonly paint: Painter;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the runs may be of several pipelines. */
  readonly named: boolean;
}

/** Past runs as a table, in the order given. */
export function runColumns(runs: readonly ListedRun[], options: RunListOptions): readonly Column[] {
  const { paint, now } = options;
  const outcomeOf = (text: string, row: number): string => outcomeColour(runs[row]?.outcome ?? "ok", paint)(text);
  return [
    { head: "run", cells: runs.map(({ short }) => short), rank: 0, colour: paint.strong },
    ...(options.named ? [{ head: "pipeline", cells: runs.map(({ pipeline }) => pipeline), rank: 0 }] : []),
    { head: "when", cells: runs.map(({ at }) => howLongAgo(at, now)), rank: 0 },
    { head: "outcome", cells: runs.map((run) => outcomeText(run.outcome, run.exitCode)), rank: 0, colour: outcomeOf },
    { head: "took", cells: runs.map(({ milliseconds }) => duration(milliseconds)), right: true, rank: 2 },
    { head: "stages", cells: runs.map(({ counts }) => workText(counts)), rank: 19 },
    ...valueColumns(runs, options),
    ...(runs.some(({ commit }) => commit !== undefined)
      ? [{ head: "commit", cells: runs.map(({ commit }) => commit?.slice(0, 7) ?? ""), rank: 30 }]
      : []),
  ];
}

/** `runs --json`: one document; moments in ISO 8601, durations in milliseconds. */
export function runsDocument(runs: readonly ListedRun[], total: number): string {
  const listed = runs.map(({ at, ...run }) => ({ ...run, at: new Date(at).toISOString() }));
  return `${JSON.stringify({ total, runs: listed }, undefined, 2)}\n`;
}
