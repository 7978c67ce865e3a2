import type { Event, GateEvaluated, StageFinished } from "../events/event.ts";
import { renderDiagnostic } from "./diagnostic.ts";
import { gateSentence } from "./gate.ts";
import { painter } from "./painter.ts";
import { plainText } from "./plain-text.ts";
import type { Reporter } from "./reporter.ts";
import { RunPicture } from "./run-picture.ts";
import { heldText } from "./use-words.ts";

/** For CI servers: a JUnit file in which each stage and each gate is a test case. Written once, when the run is over. */
export class JunitReporter implements Reporter {
  readonly #picture = new RunPicture();
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  on(event: Event): void {
    this.#picture.on(event);
    if (event.type === "run-finished") this.#write(junit(this.#picture));
  }

  close(): void {}
}

export function junit(picture: RunPicture): string {
  const { started, finished } = picture;
  const stages = [...picture.stages.values()];
  const count = (...outcomes: readonly string[]): number => stages.filter((stage) => outcomes.includes(stage.outcome)).length;
  const attributes = {
    name: started?.name ?? "",
    tests: stages.length + picture.gates.length,
    failures: count("failed") + picture.failedGates.length,
    errors: 0,
    skipped: count("blocked", "skipped", "cancelled"),
    time: seconds(finished?.milliseconds ?? 0),
    ...(started === undefined ? {} : { timestamp: new Date(started.at).toISOString() }),
  };
  const cases = [...stages.map((stage) => stageCase(stage, picture)), ...picture.gates.map((gate) => gateCase(gate, attributes.name))];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  ${element("testsuite", attributes, `\n${cases.join("")}  `)}\n</testsuites>\n`;
}

function stageCase(stage: StageFinished, picture: RunPicture): string {
  const attributes = { classname: picture.started?.name ?? "", name: stage.stage, time: seconds(stage.milliseconds) };
  return `    ${element("testcase", attributes, properties(stage) + stageContent(stage, picture))}\n`;
}

function properties(stage: StageFinished): string {
  const { peak, waited } = stage;
  const held = heldText(stage);
  const known: readonly (readonly [string, string])[] = [
    ...(peak === undefined ? [] : [["peak-memory-bytes", String(peak)] as const]),
    ...(held === "" ? [] : [["held", held] as const]),
    ...(waited === undefined ? [] : [["waited-seconds", seconds(waited)] as const]),
  ];
  return known.length === 0
    ? ""
    : element("properties", {}, known.map(([name, value]) => element("property", { name, value }, "")).join(""));
}

function stageContent(stage: StageFinished, picture: RunPicture): string {
  switch (stage.outcome) {
    case "failed": {
      const message = stage.diagnostics.map((diagnostic) => diagnostic.message).join("; ");
      const text = [
        ...stage.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, painter(false))),
        ...picture.tail(stage.stage).map(plainText),
      ];
      return element("failure", { message, type: stage.diagnostics[0]?.code ?? "stage-failed" }, escaped(text.join("\n")));
    }
    case "blocked":
      return element("skipped", { message: `blocked by ${(stage.blockedBy ?? []).join(", ")}` }, "");
    case "skipped":
    case "cancelled":
      return element("skipped", { message: stage.outcome }, "");
    case "ran":
    case "restored":
    case "fresh":
      return "";
  }
}

function gateCase(gate: GateEvaluated, pipeline: string): string {
  const message = gateSentence(gate);
  const content = gate.passed ? "" : element("failure", { message, type: "gate-failed" }, escaped(`${gate.expression}\n${message}`));
  return `    ${element("testcase", { classname: `${pipeline}.gates`, name: `${gate.stage}: ${gate.expression}`, time: seconds(0) }, content)}\n`;
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

function element(name: string, attributes: Readonly<Record<string, string | number>>, content: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value)).replaceAll("\n", "&#10;")}"`);
  return content === "" ? `<${name}${pairs.join("")}/>` : `<${name}${pairs.join("")}>${content}</${name}>`;
}

/** XML 1.0 has no way to write most control characters, so they are left out. */
function escaped(text: string): string {
  const allowed = [...text].filter((character) => (character >= " " && !/[\ufffe\uffff]/u.test(character)) || /[\t\n\r]/.test(character));
  return allowed.join("").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
