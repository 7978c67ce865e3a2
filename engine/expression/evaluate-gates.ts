import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import { placeIn } from "../diagnostics/place.ts";
import type { Source } from "../diagnostics/source.ts";
import type { GateEvaluated } from "../events/event.ts";
import type { StageId } from "../platform/identity.ts";
import { compareNumbers } from "./compare.ts";
import type { Gate } from "./gate.ts";

export interface GatesRequest {
  readonly stage: StageId;
  readonly gates: readonly Gate[];
  /** By dotted name: `accuracy`, `accuracy.low`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Of the pipeline, to point at the gate. */
  readonly sources: readonly Source[];
}

export interface GatesResult {
  readonly passed: boolean;
  /** In the order of the gates. */
  readonly evaluated: readonly GateEvaluated[];
  /** `metric-unknown`, once for each gate whose metric is not there: such a gate has failed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A pure function of the metrics: the same at every run and status. */
export function evaluateGates(request: GatesRequest): GatesResult {
  const evaluated = request.gates.map((gate) => evaluateGate(gate, request));
  return {
    passed: evaluated.every(({ passed }) => passed),
    evaluated,
    diagnostics: request.gates.filter(({ metric }) => !Object.hasOwn(request.metrics, metric)).map((gate) => unknownMetric(gate, request)),
  };
}

function evaluateGate({ text, metric, operator, threshold }: Gate, { stage, metrics }: GatesRequest): GateEvaluated {
  const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  const passed = value !== undefined && compareNumbers(operator, { left: value, right: threshold });
  return { type: "gate-evaluated", stage, expression: text, metric, value, operator, threshold, passed };
}

function unknownMetric({ metric, at }: Gate, { stage, metrics, sources }: GatesRequest): Diagnostic {
  const names = Object.keys(metrics).sort();
  const near = didYouMean(metric, names);
  const place = placeIn(sources, at);
  return {
    code: "metric-unknown",
    severity: "error",
    message: `stage \`${stage}\` has no metric \`${metric}\`, so its gate has failed`,
    ...(place && { place }),
    why: names.length === 0 ? "the stage wrote no metrics" : `its metrics are ${listOf(names)}`,
    ...(near !== undefined && { hint: `did you mean \`${near}\`?` }),
  };
}
