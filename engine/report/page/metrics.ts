import { compareMetrics, type MetricRow } from "../../history/compare/compare-metrics.ts";
import type { LockRecord } from "../../lock/lock-record.ts";
import { asDigest, type StageId } from "../../platform/identity.ts";
import { metricCells } from "../compare/metric-cells.ts";
import { figure } from "../figure.ts";
import { grouped } from "../graph/grouped.ts";
import { type Html, html } from "./html.ts";
import { badge } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import { stageGroups } from "./stage-groups.ts";
import { absent, instant, section, stageLink } from "./words.ts";

/** Significant digits. */
const precision = 4;
/** Metrics that have a column where each instance of a matrix is a row. */
const mostColumns = 6;

/** What was measured, with its interval, beside what the run before measured. */
export function metricsSection(source: PageSource): Html {
  const { facts, previous } = source;
  const measured = facts.stages.filter(({ finished }) => Object.keys(finished?.metrics ?? {}).length > 0);
  const title = "Metrics";
  if (measured.length === 0) return section({ id: "metrics", title, content: absent("No stage of this run has metrics.") });
  const rows = compared(source);
  const groups = stageGroups(measured).map(({ stages, folded }) =>
    folded
      ? matrixTable(
          stages.map(({ id }) => id),
          rows,
          source,
        )
      : stages.map(({ id }) => stageTable(id, rows.get(id) ?? [], source)),
  );
  const before =
    previous === undefined
      ? html`<p class="quiet">No earlier run of this pipeline to compare with.</p>`
      : html`<p class="quiet">Compared with run ${previous.run} of ${instant(previous.at)}.</p>`;
  return section({ id: "metrics", title, content: html`${before}\n${groups}` });
}

/** By stage, in the order in which they are shown: figures with a gate first. */
function compared({ facts, previous }: PageSource): ReadonlyMap<StageId, readonly MetricRow[]> {
  const now = new Map(facts.stages.map(({ id, finished }) => [id, record(finished?.metrics ?? {})]));
  const before = new Map([...(previous?.metrics ?? [])].filter(([id]) => now.has(id)).map(([id, metrics]) => [id, record(metrics)]));
  const gates = grouped(facts.gates, ({ stage }) => stage.split("@")[0] ?? stage);
  const rows = compareMetrics({ before: { records: before }, after: { records: now }, order: [], gates });
  const gated = new Set(facts.gates.map(({ stage, metric }) => `${stage} ${metric.replace(/\.(low|high)$/, "")}`));
  const first = ({ stage, metric }: MetricRow): number => Number(!gated.has(`${stage} ${metric}`));
  return grouped(
    rows.toSorted((one, other) => first(one) - first(other)),
    ({ stage }) => stage,
  );
}

/** A comparison reads the metrics of a lock's record, and nothing else of it. */
const record = (metrics: Readonly<Record<string, number>>): LockRecord => ({ key: asDigest(""), in: {}, out: {}, metrics });

function stageTable(stage: StageId, rows: readonly MetricRow[], source: PageSource): Html {
  const plain = rows.filter(({ metric }) => !metric.includes("."));
  const shown = plain.length > 0 ? plain : rows;
  const others = rows.filter((row) => !shown.includes(row));
  const more =
    others.length > 0 && html`<details><summary>${others.length} more of ${stage}</summary>\n${table(others, source)}</details>\n`;
  return html`<h3>${stageLink(source.facts, stage)}</h3>\n${table(shown, source)}${more}`;
}

function table(rows: readonly MetricRow[], { previous }: PageSource): Html {
  const heads =
    previous === undefined
      ? ""
      : html`<th scope="col" class="number">before</th><th scope="col" class="number">change</th><th scope="col"></th>`;
  return html`<div class="scroll"><table class="metrics"><thead><tr><th scope="col">metric</th><th scope="col" class="number">value</th><th scope="col" class="number">interval</th>${heads}</tr></thead><tbody>
${rows.map((row) => metricRow(row, previous !== undefined))}</tbody></table></div>
`;
}

function metricRow(row: MetricRow, isCompared: boolean): Html {
  const { metric, before, after, change } = metricCells(row, precision);
  const cells =
    isCompared &&
    html`<td class="number">${before.value === "-" ? "" : before.value}</td><td class="number">${changed(row, change)}</td><td>${mark(row)}</td>`;
  return html`<tr><th scope="row">${metric}</th><td class="number">${after.value}</td><td class="number">${after.interval}</td>${cells}</tr>
`;
}

const changed = ({ state }: MetricRow, change: string): string => (state === "same" ? "same" : change === "added" ? "new" : change);

function mark({ change = 0, verdict }: MetricRow): Html | string {
  if (change === 0) return "";
  const arrow = change > 0 ? "▲" : "▼";
  return verdict === undefined ? arrow : badge(`${arrow} ${verdict}`, verdict === "better" ? "good" : "bad");
}

/** A row an instance: to see which of a thousand is best. */
function matrixTable(stages: readonly StageId[], rows: ReadonlyMap<StageId, readonly MetricRow[]>, { facts }: PageSource): Html {
  const names = [...new Set(stages.flatMap((stage) => (rows.get(stage) ?? []).map(({ metric }) => metric)))];
  const columns = names.slice(0, mostColumns);
  const cell = (stage: StageId, name: string): Html => {
    const row = rows.get(stage)?.find(({ metric }) => metric === name);
    return html`<td class="number">${row !== undefined && metricCells(row, precision).after.value} ${row !== undefined && mark(row)}</td>`;
  };
  const ranges = columns.slice(0, 3).map((name) => range(name, { stages, rows }));
  const body = stages.map(
    (stage) => html`<tr><th scope="row">${stageLink(facts, stage)}</th>${columns.map((name) => cell(stage, name))}</tr>\n`,
  );
  const left = names.length > columns.length && html`<p class="quiet">${names.length - columns.length} metrics more are in the lock.</p>\n`;
  return html`<details class="group"><summary>${stages[0]?.split("@")[0]}: metrics of ${stages.length} stages; ${ranges.join(", ")}</summary>
<div class="scroll"><table class="metrics"><thead><tr><th scope="col">stage</th>${columns.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead><tbody>
${body}</tbody></table></div>
${left}</details>
`;
}

/** `accuracy 0.1 to 0.98`. */
function range(
  name: string,
  { stages, rows }: { readonly stages: readonly StageId[]; readonly rows: ReadonlyMap<StageId, readonly MetricRow[]> },
): string {
  const values = stages.flatMap((stage) => rows.get(stage)?.find(({ metric }) => metric === name)?.after?.value ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${name} ${figure(least)}` : `${name} ${figure(least)} to ${figure(most)}`;
}
