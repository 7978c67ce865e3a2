import { basename, join } from "node:path";
import { overlayChart } from "../../../stages/shared/plot/overlay-chart.ts";
import { openTable } from "../../../stages/shared/table/open-table.ts";
import type { Table } from "../../../stages/shared/table/table.ts";
import type { Plot } from "../../history/compare/plot-versions.ts";
import { StageFailure } from "../../kind/stage-context.ts";
import type { Platform } from "../../platform/platform.ts";
import { measuresOf, type PlotLines } from "./plot-lines.ts";

export interface DrawnChart {
  /** `loss`. */
  readonly name: string;
  readonly svg: string;
}

export interface ChartsRequest {
  readonly platform: Platform;
  /** Absolute; for files that a reader of tables can open. */
  readonly scratch: string;
  /** What the versions are called in the legend. */
  readonly names: { readonly before: string; readonly after: string };
}

/** The lines of a table in its versions over each other: a chart for each measure. The texts say what could not be drawn, and why. */
export async function drawPlot(
  { stage, port, path, before, after, state }: Plot,
  request: ChartsRequest,
): Promise<{ readonly charts: readonly DrawnChart[]; readonly problems: readonly string[] }> {
  const problems: string[] = [];
  const old = state === "same" ? undefined : await read("before", before?.bytes);
  const now = await read("after", after?.bytes);
  const versions = [
    ...(old === undefined ? [] : [{ name: request.names.before, measures: measuresOf(old) }]),
    ...(now === undefined ? [] : [{ name: request.names.after, measures: measuresOf(now) }]),
  ];
  const names = [...new Set(versions.flatMap(({ measures }) => [...measures.keys()]))];
  if (versions.length > 0 && names.length === 0) problems.push(`${path} has no column of numbers`);
  if (names.length > mostCharts) problems.push(`only the first ${mostCharts} of its ${names.length} columns are drawn`);
  const charts: DrawnChart[] = [];
  for (const name of names.slice(0, mostCharts)) {
    const lines = versions.flatMap((version): PlotLines[] => version.measures.get(name) ?? []);
    const svg = await overlayChart({
      title: `${stage} ${port}: ${name}`,
      x: { label: lines[0]?.axis ?? "row" },
      y: { label: name },
      versions: versions.map((version) => ({
        name: version.name,
        series: version.measures.get(name)?.flatMap(({ series }) => series) ?? [],
      })),
    });
    charts.push({ name, svg });
  }
  return { charts, problems };

  async function read(version: "before" | "after", bytes: Buffer | undefined): Promise<Table | undefined> {
    if (bytes === undefined) return undefined;
    const { disk } = request.platform;
    const folder = join(request.scratch, version);
    const file = join(folder, basename(path));
    disk.makeDirectory("scratch", folder);
    disk.replace("scratch", file, bytes);
    try {
      return await openTable(file);
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error;
      problems.push(`${request.names[version]}: ${error.message}`);
      return undefined;
    }
  }
}

/** More are no picture but a wall. */
const mostCharts = 12;
