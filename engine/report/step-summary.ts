import { type Event, outcomes, type StageFinished } from "../events/event.ts";
import { duration } from "./duration.ts";
import { figureBeside } from "./figure.ts";
import { metricFigures } from "./metric-figures.ts";
import { plainText } from "./plain-text.ts";
import { shortReasons } from "./reason.ts";
import type { Reporter } from "./reporter.ts";
import { RunPicture } from "./run-picture.ts";
import { heldText, peakText } from "./use-words.ts";

/** Stages that are listed one by one; of more, what went wrong or ran comes first and the rest is counted. */
const mostRows = 200;

/** For the page of a GitHub Actions run: Markdown, appended once to the file that `$GITHUB_STEP_SUMMARY` names. */
export class StepSummaryReporter implements Reporter {
  readonly #picture = new RunPicture();
  readonly #append: (text: string) => void;

  constructor(append: (text: string) => void) {
    this.#append = append;
  }

  on(event: Event): void {
    this.#picture.on(event);
    if (event.type === "run-finished") this.#append(stepSummary(this.#picture));
  }

  close(): void {}
}

export function stepSummary(picture: RunPicture): string {
  const { started, finished } = picture;
  if (started === undefined || finished === undefined) return "";
  const told = outcomes.filter((outcome) => finished.counts[outcome] > 0).map((outcome) => `${finished.counts[outcome]} ${outcome}`);
  const lines = [`### ${cell(started.name)}: ${told.join(", ")} in ${duration(finished.milliseconds)}`, "", ...gateTable(picture)];
  const notFresh = [...picture.stages.values()].filter((stage) => stage.outcome !== "fresh" && stage.outcome !== "skipped");
  if (notFresh.length > 0) {
    const used = notFresh.some((stage) => useText(stage) !== "");
    const [head, rule] = used ? [" used |", " --- |"] : ["", ""];
    lines.push(`| stage | result | time |${head} why | metrics |`, `| --- | --- | ---: |${rule} --- | --- |`);
    lines.push(...notFresh.slice(0, mostRows).map((stage) => row(stage, used)));
    if (notFresh.length > mostRows) lines.push(`| and ${notFresh.length - mostRows} more | | |${used ? " |" : ""} | |`);
    lines.push("");
  }
  for (const stage of picture.with("failed")) {
    const text = [
      ...stage.diagnostics.flatMap(({ message, why, hint }) => [message, why, hint]),
      ...picture.tail(stage.stage).map(plainText),
    ];
    lines.push(
      `**${cell(stage.stage)}** failed:`,
      "",
      ...text.filter((line) => line !== undefined).map((line) => `    ${line.replaceAll("\n", "\n    ")}`),
      "",
    );
  }
  return `${lines.join("\n")}\n`;
}

function gateTable(picture: RunPicture): readonly string[] {
  if (picture.gates.length === 0) return [];
  const rows = picture.gates.map((gate) => {
    const value = gate.value === undefined ? "missing" : figureBeside(gate.value, gate.threshold);
    return `| ${cell(gate.stage)} | ${cell(gate.expression)} | ${value} | ${gate.passed ? "passed" : "**failed**"} |`;
  });
  return ["| stage | gate | value | result |", "| --- | --- | ---: | --- |", ...rows, ""];
}

/** `peak 1.2 GB, held gpu 1`. */
function useText(stage: StageFinished): string {
  const [peak, held] = [peakText(stage), heldText(stage)];
  return [...(peak === "" ? [] : [`peak ${peak}`]), ...(held === "" ? [] : [`held ${held}`])].join("; ");
}

function row(stage: StageFinished, used: boolean): string {
  const why = stage.outcome === "blocked" ? `blocked by ${(stage.blockedBy ?? []).join(", ")}` : shortReasons(stage.reasons);
  const time = stage.outcome === "blocked" ? "" : duration(stage.milliseconds);
  return `| ${cell(stage.stage)} | ${stage.outcome} | ${time} |${used ? ` ${cell(useText(stage))} |` : ""} ${cell(why)} | ${cell(metricFigures(stage.metrics, { width: 200 }))} |`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
