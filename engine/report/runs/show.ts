import type { Outcome, StageFinished } from "../../events/event.ts";
import { leafText, leavesOf } from "../../history/leaves.ts";
import type { PastRun } from "../../history/read-run.ts";
import type { RunOutcome } from "../../history/run-outcome.ts";
import { groupBy } from "../../platform/group-by.ts";
import type { StageId } from "../../platform/identity.ts";
import { counted, cut, listed, wrapped } from "../columns.ts";
import { renderDiagnostics } from "../diagnostic.ts";
import { duration } from "../duration.ts";
import { gateSentence } from "../gate.ts";
import { metricFigures } from "../metric-figures.ts";
import type { Painter } from "../painter.ts";
import { shortReasons } from "../reason.ts";
import { colourOf } from "../stage-line.ts";
import { textTable } from "../table.ts";
import { heldText, peakText } from "../use-words.ts";
import { outcomeColour, outcomeText } from "./outcome.ts";
import { howLongAgo } from "./when.ts";

export interface RunPage {
  readonly past: PastRun;
  readonly outcome: RunOutcome;
  readonly milliseconds: number;
  /** What the run is called in the title: `run c09d26`, `experiment epochs-5`. */
  readonly title: string;
  readonly paint: Painter;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Characters a line; infinite where nobody looks at a window. */
  readonly width: number;
  /** A path of the project as the user would type it. */
  readonly locate: (path: string) => string;
  /** Commands to type next, each with what it shows. */
  readonly next: readonly (readonly [command: string, shows: string])[];
}

const labelWidth = 13;

/** All that is kept of a run, for a person. */
export function renderRun(page: RunPage): string {
  const blocks = [head(page), stages(page), section("gates", gates(page)), section("metrics", metrics(page)), problems(page), foot(page)];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;

  function section(title: string, lines: readonly string[]): readonly string[] {
    return lines.length === 0 ? [] : [page.paint.strong(title), ...lines.map((line) => `  ${line}`)];
  }
}

function head(page: RunPage): readonly string[] {
  const { past, paint, outcome, milliseconds } = page;
  const { started, finished } = past;
  const ending = outcomeColour(outcome, paint)(outcomeText(outcome, finished?.exitCode));
  const time = finished === undefined ? `after ${duration(milliseconds)}` : `in ${duration(milliseconds)}`;
  const { environment } = started;
  const params = Object.entries(leavesOf(started.params)).map(([name, value]) => `${name} ${leafText(value)}`);
  return [
    `${paint.strong(page.title)} of ${started.name}: ${ending} ${time}, ${howLongAgo(started.at, page.now)}`,
    ...labelled(page, "began", [`${new Date(started.at).toISOString()}, ${counted(started.jobs, "stage")} at a time`]),
    ...labelled(page, "id", [started.run]),
    ...labelled(page, "pipeline", [started.pipeline]),
    ...labelled(page, "commit", started.commit === undefined ? [] : [started.commit]),
    ...labelled(page, "params", params.length === 0 ? [] : [params.join(", ")]),
    ...labelled(
      page,
      "environment",
      environment === undefined
        ? []
        : [
            `millrace ${environment.millrace}, Node.js ${environment.node}, ${environment.system}, ${counted(environment.processors, "processor")}`,
          ],
    ),
  ];
}

function labelled({ paint, width }: RunPage, label: string, texts: readonly string[]): readonly string[] {
  const lines = texts.flatMap((text) => wrapped(text, Math.max(30, width - labelWidth - 4)));
  return lines.map((line, index) => `  ${paint.quiet((index === 0 ? label : "").padEnd(labelWidth))}  ${line}`);
}

function stages({ past, paint, width }: RunPage): readonly string[] {
  const ended = new Map(past.stages.map((stage) => [stage.stage, stage]));
  const { rows, rest } = shownStages(past, ended);
  const words = rows.map((stage) => ended.get(stage)?.outcome ?? (past.unfinished.includes(stage) ? "unfinished" : "not begun"));
  const took = rows.map((stage) => timeOf(ended.get(stage)));
  const used = [
    { head: "peak", cells: rows.map((stage) => peakText(ended.get(stage) ?? {})), right: true, rank: 0 },
    { head: "held", cells: rows.map((stage) => heldText(ended.get(stage) ?? {})), rank: 0 },
  ].filter(({ cells }) => cells.some((text) => text !== ""));
  const taken = [rows, words, took, ...used.map(({ cells }) => cells)].reduce(
    (sum, cells) => sum + Math.max(4, ...cells.map(({ length }) => length)) + 2,
    0,
  );
  const room = Math.max(8, width - taken);
  const { lines } = textTable(
    [
      { head: "stage", cells: rows, rank: 0, colour: paint.strong },
      {
        head: "outcome",
        cells: words,
        rank: 0,
        colour: (text, row) => {
          const outcome = ended.get(rows[row] ?? ("" as (typeof rows)[number]))?.outcome;
          return outcome === undefined ? paint.caution(text) : colourOf(outcome, paint)(text);
        },
      },
      { head: "took", cells: took, right: true, rank: 0 },
      ...used,
      { head: "why", cells: rows.map((stage) => cut(detailOf(ended.get(stage)), room)), rank: 0 },
    ],
    { width: Number.POSITIVE_INFINITY, paint },
  );
  return rest.length === 0 ? lines : [...lines, paint.quiet(restWords(rest, ended))];
}

/** Stages of a run that are listed; more are numbers, and `--json` has all. */
const mostStages = 60;

interface ShownStages {
  /** In plan order. */
  readonly rows: readonly StageId[];
  readonly rest: readonly StageId[];
}

/** Of many stages those that went wrong come first, then those that took longest. */
function shownStages(past: PastRun, ended: ReadonlyMap<StageId, StageFinished>): ShownStages {
  const all = [...new Set([...past.started.stages, ...ended.keys()])];
  if (all.length <= mostStages) return { rows: all, rest: [] };
  const unfinished = new Set(past.unfinished);
  const weight = (stage: StageId): number => {
    if (unfinished.has(stage) || ended.get(stage)?.outcome === "failed") return Number.POSITIVE_INFINITY;
    const { outcome, milliseconds = 0 } = ended.get(stage) ?? {};
    return outcome === "ran" || outcome === "restored" ? milliseconds : -1;
  };
  const heaviest = all
    .map((stage) => ({ stage, weight: weight(stage) }))
    .toSorted((one, other) => (one.weight === other.weight ? 0 : other.weight - one.weight));
  const chosen = new Set(heaviest.slice(0, mostStages).map(({ stage }) => stage));
  return { rows: all.filter((stage) => chosen.has(stage)), rest: all.filter((stage) => !chosen.has(stage)) };
}

function restWords(rest: readonly StageId[], ended: ReadonlyMap<StageId, StageFinished>): string {
  const outcomes = groupBy(rest, (stage) => ended.get(stage)?.outcome ?? "not begun");
  return `and ${counted(rest.length, "more stage")}: ${[...outcomes].map(([outcome, stages]) => `${stages.length} ${outcome}`).join(", ")}`;
}

const timeOf = (stage: StageFinished | undefined): string =>
  stage === undefined || stage.outcome === "fresh" || stage.outcome === "blocked" || stage.outcome === "skipped"
    ? ""
    : duration(stage.milliseconds);

function detailOf(stage: StageFinished | undefined): string {
  if (stage === undefined) return "";
  const parts = [
    stage.blockedBy === undefined ? "" : `${stage.outcome === "cancelled" ? "after" : "by"} ${listed(stage.blockedBy, 3)}`,
    stage.outcome === "cancelled" ? "" : shortReasons(stage.reasons),
    stage.backend === undefined ? "" : `on ${stage.backend}`,
  ];
  return parts.filter((part) => part !== "").join("  ");
}

const gates = ({ past, paint }: RunPage): readonly string[] =>
  past.gates.map((gate) => `${gate.passed ? paint.good("passed") : paint.bad("failed")}  ${gate.stage}: ${gateSentence(gate)}`);

function metrics({ past, width }: RunPage): readonly string[] {
  const measured = past.stages.filter((stage) => Object.keys(stage.metrics).length > 0);
  return measured.flatMap(({ stage, metrics: values }) => {
    const figures = `${stage}: ${metricFigures(values, { width: Number.POSITIVE_INFINITY })}`;
    return wrapped(figures, Math.max(30, width - 4)).map((line, index) => (index === 0 ? line : `  ${line}`));
  });
}

function problems({ past, paint }: RunPage): readonly string[] {
  const told = [...past.stages.flatMap(({ diagnostics }) => diagnostics), ...past.notices.map(({ diagnostic }) => diagnostic)];
  return told.length === 0 ? [] : [paint.strong("problems"), renderDiagnostics(told, paint).trimEnd()];
}

function foot(page: RunPage): readonly string[] {
  const { past, locate, next, paint } = page;
  const path = (past.finished?.criticalPath ?? []).map((step) => `${step.stage} ${duration(step.milliseconds)}`);
  const logs = shownLogs(past, locate);
  const width = next.reduce((widest, [command]) => Math.max(widest, command.length), 0);
  return [
    ...labelled(page, "critical path", path.length < 2 ? [] : [listed(path, mostSteps, " -> ")]),
    ...logs.map((line, index) => `  ${paint.quiet((index === 0 ? "logs" : "").padEnd(labelWidth))}  ${line}`),
    ...next.map(([command, shows], index) => {
      const told = `${command.padEnd(width)}  ${shows}`;
      // A command must be whole to be copied; what it shows can be left out.
      const line = told.length + labelWidth + 4 > page.width ? command : told;
      return `  ${paint.quiet((index === 0 ? "next" : "").padEnd(labelWidth))}  ${line}`;
    }),
  ];
}

/** Steps of the critical path. */
const mostSteps = 20;
const mostLogs = 20;

/** Where what stages printed is kept: of many, of those that failed first. */
function shownLogs({ stages }: PastRun, locate: RunPage["locate"]): readonly string[] {
  const logged = (wanted: Outcome): readonly string[] =>
    stages.flatMap(({ stage, outcome, log }) => (log !== undefined && outcome === wanted ? [`${stage}: ${locate(log)}`] : []));
  const [failed, ran] = [logged("failed"), logged("ran")];
  const all = failed.length + ran.length;
  if (all > mostLogs) return [...[...failed, ...ran].slice(0, mostLogs), `and ${all - mostLogs} more`];
  return stages.flatMap(({ stage, outcome, log }) =>
    log !== undefined && (outcome === "ran" || outcome === "failed") ? [`${stage}: ${locate(log)}`] : [],
  );
}
