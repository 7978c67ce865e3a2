import type { GateEvaluated } from "../../events/event.ts";
import { figureBeside } from "../figure.ts";
import { type Html, html } from "./html.ts";
import { badge } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import { absent, section, stageLink } from "./words.ts";

export function gatesSection(source: PageSource): Html {
  const { gates } = source.facts;
  const failed = gates.filter(({ passed }) => !passed).length;
  const title = failed === 0 ? "Gates" : `Gates: ${failed} of ${gates.length} failed`;
  if (gates.length === 0) return section({ id: "gates", title, content: absent("No gate was judged in this run.") });
  const rows = gates.toSorted((left, right) => Number(left.passed) - Number(right.passed)).map((gate) => row(gate, source));
  const content = html`<div class="scroll"><table><thead><tr><th scope="col">stage</th><th scope="col">gate</th><th scope="col">result</th><th scope="col" class="number">value</th><th scope="col" class="number">threshold</th><th scope="col">by how much</th></tr></thead><tbody>
${rows}</tbody></table></div>
`;
  return section({ id: "gates", title, content });
}

function row(gate: GateEvaluated, { facts }: PageSource): Html {
  const { value, threshold, operator, passed } = gate;
  return html`<tr${!passed && html` class="wrong"`}><td>${stageLink(facts, gate.stage)}</td><td><code>${gate.expression}</code></td><td>${badge(passed ? "passed" : "failed", passed ? "good" : "bad")}</td><td class="number">${value === undefined ? "missing" : figureBeside(value, threshold)}</td><td class="number">${operator} ${threshold}</td><td>${margin(gate)}</td></tr>
`;
}

/** `0.0188 short`, `0.04 to spare`. */
function margin({ value, threshold, operator, passed, metric }: GateEvaluated): string {
  if (value === undefined) return `${metric} is not among the metrics`;
  const distance = Math.abs(value - threshold);
  if (operator === "!=" || operator === "==") return "";
  if (distance === 0) return "exactly there";
  const amount = String(Number(distance.toPrecision(3)));
  if (passed) return `${amount} to spare`;
  return `${amount} too ${value > threshold ? "high" : "low"}`;
}
