import type { GateEvaluated } from "../events/event.ts";
import { figureBeside } from "./figure.ts";

/** `accuracy.low is 0.7812, wanted >= 0.8: short by 0.0188`. */
export function gateSentence(gate: GateEvaluated): string {
  const wanted = `wanted ${gate.operator} ${gate.threshold}`;
  if (gate.value === undefined) return `${gate.metric} is not among the metrics, ${wanted}`;
  const is = `${gate.metric} is ${figureBeside(gate.value, gate.threshold)}, ${wanted}`;
  const distance = Math.abs(gate.value - gate.threshold);
  if (distance === 0 || gate.operator === "!=") return is;
  const margin = String(Number(distance.toPrecision(3)));
  if (gate.passed) return `${is}: ${margin} to spare`;
  return `${is}: ${gate.value > gate.threshold ? "over by" : "short by"} ${margin}`;
}
