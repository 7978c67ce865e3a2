import { type Outcome, outcomes } from "../events/event.ts";
import { groupBy } from "../platform/group-by.ts";
import type { StageId } from "../platform/identity.ts";
import { counted, listed, wrapped } from "./columns.ts";
import { duration } from "./duration.ts";
import { metricFigures } from "./metric-figures.ts";
import type { Narration } from "./narration.ts";
import { nextSteps } from "./next-steps.ts";
import type { RunPicture } from "./run-picture.ts";
import { colourOf } from "./stage-line.ts";

const labelWidth = 13;

/** The last word on a run: what happened, where the time went, where the results are, what to do next. */
export function summary(picture: RunPicture, narration: Narration): readonly string[] {
  const { started, finished } = picture;
  if (started === undefined || finished === undefined) return [];
  const { paint } = narration;
  const name = paint.strong(started.name);
  const time = duration(finished.milliseconds);
  const { counts } = finished;
  const total = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  if (narration.level === "quiet" && finished.exitCode === 0) return [];
  if (counts.fresh + counts.skipped === total && finished.exitCode === 0) {
    const skipped = counts.skipped === 0 ? "" : ` (${counts.skipped} skipped)`;
    return [`${name}: nothing to do, ${counted(counts.fresh, "stage")} fresh${skipped}, in ${time}`];
  }
  const told = outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => amount(counts[outcome], outcome));
  const idle = counts.ran + counts.restored + counts.failed + counts.cancelled === 0 ? ["nothing ran"] : [];
  return ["", `${name}: ${[...idle, ...told].join(", ")} in ${time}`, ...rows()];

  function amount(count: number, outcome: Outcome): string {
    return colourOf(outcome, paint)(`${count} ${outcome}`);
  }

  function rows(): readonly string[] {
    // In a log file long lines are no trouble; in a window they would break in the middle of a word.
    const { interactive, columns } = narration.console.terminal;
    const room = interactive ? Math.max(40, columns - labelWidth - 5) : Number.POSITIVE_INFINITY;
    const table: [label: string, lines: readonly string[]][] = [
      ["failed", names("failed")],
      ["blocked", behind(picture, "blocked")],
      ["not begun", behind(picture, "cancelled")],
      ["critical path", criticalPath(picture)],
      ["metrics", metrics(picture)],
      ["results", results(picture, narration)],
      ["next", nextSteps(picture, narration)],
    ];
    return table.flatMap(([label, lines]) =>
      lines
        .flatMap((line) => wrapped(line, room))
        .map((line, index) => `  ${paint.quiet((index === 0 ? label : "").padEnd(labelWidth))}  ${line}`),
    );
  }

  function names(outcome: Outcome): readonly string[] {
    const stages = picture.with(outcome).map((stage) => stage.stage);
    return stages.length === 0 ? [] : [listed(stages, 8)];
  }
}

/** Lines of stages that others stand in the way of. */
const mostBehind = 6;

/** By what stands in the way, so that a thousand blocked stages are one line. */
function behind(picture: RunPicture, outcome: Outcome): readonly string[] {
  const standing = picture.with(outcome).filter(({ blockedBy }) => blockedBy !== undefined);
  const groups = groupBy(standing, ({ blockedBy = [] }) => listed(blockedBy, 3));
  const how = (by: string): string => (outcome === "blocked" ? `by ${by}` : `once ${by} had failed`);
  const all = [...groups].map(([by, stages]) => `${listed(stages.map(({ stage }) => stage))} (${how(by)})`);
  const others = [...groups.values()].slice(mostBehind).reduce((sum, stages) => sum + stages.length, 0);
  return others === 0 ? all : [...all.slice(0, mostBehind), `and ${others} more`];
}

function criticalPath(picture: RunPicture): readonly string[] {
  const worked = (stage: StageId): boolean => !["fresh", "skipped"].includes(picture.stages.get(stage)?.outcome ?? "skipped");
  const path = (picture.finished?.criticalPath ?? []).filter((step) => worked(step.stage));
  if (path.length < 2) return [];
  return [
    listed(
      path.map((step) => `${step.stage} ${duration(step.milliseconds)}`),
      6,
    ).replaceAll(", ", " -> "),
  ];
}

function metrics(picture: RunPicture): readonly string[] {
  const measured = picture.inPlanOrder().filter((stage) => Object.keys(stage.metrics).length > 0);
  const lines = measured.slice(0, 5).map(({ stage, metrics: values }) => {
    const gates = picture.gates.filter((gate) => gate.stage === stage);
    const first = new Set(gates.map(({ metric }) => metric.replace(/\.(low|high)$/, "")));
    return `${metricFigures(values, { first, width: 80 })}  (${stage})`;
  });
  return measured.length > 5 ? [...lines, `and of ${counted(measured.length - 5, "more stage")}`] : lines;
}

const resultPorts = new Set(["metrics", "report", "card", "deployment", "version"]);

function results(picture: RunPicture, narration: Narration): readonly string[] {
  const outputs = picture
    .inPlanOrder()
    .filter((stage) => stage.outcome === "ran" || stage.outcome === "restored")
    .flatMap((stage) => stage.outputs)
    .filter((output) => resultPorts.has(output.port) || output.path.endsWith(".md"))
    .map((output) => narration.locate(output.path));
  return outputs.length <= 8 ? outputs : [...outputs.slice(0, 8), `and ${outputs.length - 8} more`];
}
