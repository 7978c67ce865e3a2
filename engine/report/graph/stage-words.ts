import type { State } from "../../freshness/verdict.ts";
import { counted } from "../columns.ts";
import type { Tone, ToneText } from "./drawing.ts";
import type { GraphStage } from "./plan-graph.ts";

const stateTone: Readonly<Record<State, Tone>> = {
  stale: "caution",
  absent: "caution",
  restorable: "caution",
  undecided: "quiet",
  blocked: "bad",
  fresh: "good",
  skipped: "quiet",
};

/** What a person must look at comes first. */
export const stateOrder = Object.keys(stateTone) as readonly State[];

/** `stale`, or of several `2 stale` and `998 fresh`. */
export function stageStates(stages: readonly GraphStage[]): readonly ToneText[] {
  return stateOrder.flatMap((state) => {
    const count = stages.filter((stage) => stage.state === state).length;
    if (count === 0) return [];
    return [{ text: stages.length === 1 ? state : `${count} ${state}`, tone: stateTone[state] }];
  });
}

/** That it is an effect, and its gates: how many fail, or how many there are. */
export function stageMarks(stages: readonly GraphStage[]): readonly ToneText[] {
  const gates = stages.flatMap((stage) => stage.gates);
  const failed = gates.filter(({ passed }) => passed === false).length;
  const marks: ToneText[] = [];
  if (stages.some(({ effect }) => effect)) marks.push({ text: "effect", tone: "quiet" });
  if (failed > 0) marks.push({ text: `${counted(failed, "gate")} failed`, tone: "bad" });
  else if (gates.length > 0) {
    const passed = gates.every((gate) => gate.passed === true);
    marks.push({ text: `${counted(gates.length, "gate")}${passed ? " passed" : ""}`, tone: passed ? "good" : "quiet" });
  }
  return marks;
}
