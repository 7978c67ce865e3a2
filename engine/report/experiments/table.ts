import { directionOf } from "../../history/compare/metric-direction.ts";
import type { Experiment, ExperimentStatus } from "../../history/experiment/experiment.ts";
import type { Leaves } from "../../history/leaves.ts";
import type { RunOverview } from "../../history/run-overview.ts";
import { metricOf } from "../../history/run-value.ts";
import { naturalDirection, readSortKey } from "../../history/sort-runs.ts";
import { duration } from "../duration.ts";
import type { Painter } from "../painter.ts";
import { outcomeColour } from "../runs/outcome.ts";
import { type Chosen, valueColumns } from "../runs/value-columns.ts";
import type { Column } from "../table.ts";

/** A line of the table: an experiment, or the workspace itself. */
export interface ExperimentRow {
  readonly name: string;
  readonly isWorkspace: boolean;
  readonly params: Leaves;
  readonly metrics: RunOverview["metrics"];
  readonly gates: RunOverview["gates"];
  readonly status: ExperimentStatus;
  readonly exitCode?: number;
  /** Absent where it has not ended. */
  readonly milliseconds?: number;
}

export function rowOf(experiment: Experiment, status: ExperimentStatus): ExperimentRow {
  const { name, params, result } = experiment;
  return {
    name,
    isWorkspace: false,
    params,
    metrics: result?.metrics ?? {},
    gates: result?.gates ?? [],
    status,
    ...(result !== undefined && { exitCode: result.exitCode, milliseconds: result.milliseconds }),
  };
}

export interface ExperimentTable {
  readonly columns: readonly Column[];
  /** By which metric a row is marked as the best. */
  readonly best: string | undefined;
}

export interface TableOptions extends Chosen {
  readonly paint: Painter;
  readonly sort?: string;
}

const bestMark = " *";

/** The workspace's line first, then the experiments in the order given; the best is marked. */
export function experimentTable(rows: readonly ExperimentRow[], { paint, sort, ...chosen }: TableOptions): ExperimentTable {
  const { metric, best } = bestOf(rows, sort);
  const names = rows.map((row, index) => `${row.name}${best.has(index) ? bestMark : ""}`);
  const values = rows.map((row) => ({ ...row, milliseconds: row.milliseconds ?? 0 }));
  return {
    best: best.size === 0 ? undefined : metric,
    columns: [
      { head: "experiment", cells: names, rank: 0, colour: (text, row) => (best.has(row) ? paint.good(text) : paint.strong(text)) },
      ...valueColumns(values, chosen),
      {
        head: "status",
        cells: rows.map(({ status, exitCode }) =>
          exitCode === undefined || exitCode === 0 ? status : `${status.replace("-", " ")} (${exitCode})`,
        ),
        rank: 0,
        colour: (text, row) => colourOf(rows[row]?.status ?? "ok", paint)(text),
      },
      {
        head: "took",
        cells: rows.map(({ milliseconds }) => (milliseconds === undefined ? "" : duration(milliseconds))),
        right: true,
        rank: 10,
      },
    ],
  };
}

const colourOf = (status: ExperimentStatus, paint: Painter): ((text: string) => string) =>
  status === "queued" ? paint.quiet : outcomeColour(status, paint);

/** By the metric that is sorted by, else the first that a gate names, else the first whose better end is known. */
function bestOf(
  rows: readonly ExperimentRow[],
  sort: string | undefined,
): { readonly metric: string | undefined; readonly best: ReadonlySet<number> } {
  const key = sort === undefined ? undefined : readSortKey(sort);
  const gates = rows.flatMap((row) => row.gates);
  const gated = gates.map(({ metric }) => metric.replace(/\.(low|high)$/, ""));
  const known = rows.flatMap((row) =>
    Object.values(row.metrics).flatMap((metrics) => Object.keys(metrics).filter((name) => directionOf(name, gates) !== undefined)),
  );
  const metric = key?.name ?? gated[0] ?? known[0];
  const values = rows.map((row) => (metric === undefined || row.status === "failed" ? undefined : metricOf(row, metric)));
  const present = values.filter((value) => value !== undefined && !Number.isNaN(value)) as readonly number[];
  if (metric === undefined || present.length < 2) return { metric, best: new Set() };
  const sortable = rows.map((row) => ({ ...row, milliseconds: row.milliseconds ?? 0 }));
  const descends = (key?.direction ?? naturalDirection(sortable, metric)) === "desc";
  const top = descends ? Math.max(...present) : Math.min(...present);
  const indices = values.flatMap((value, index) => (value === top ? [index] : []));
  return { metric, best: new Set(indices.length === present.length ? [] : indices) };
}

/** `exp show --json`: one document. */
export function experimentsDocument(rows: readonly (ExperimentRow & { readonly experiment?: Experiment })[]): string {
  const shown = rows.map(({ isWorkspace, experiment, ...row }) => ({
    ...row,
    ...(isWorkspace ? { workspace: true } : {}),
    ...(experiment === undefined
      ? {}
      : {
          pipeline: experiment.pipeline,
          settings: experiment.settings,
          stages: experiment.stages,
          createdAt: new Date(experiment.createdAt).toISOString(),
          ...(experiment.commit !== undefined && { commit: experiment.commit }),
          ...(experiment.result?.run !== undefined && { run: experiment.result.run }),
          ...(experiment.result?.problem !== undefined && { problem: experiment.result.problem }),
        }),
  }));
  return `${JSON.stringify({ experiments: shown }, undefined, 2)}\n`;
}
