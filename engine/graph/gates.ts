import type { Gate } from "../expression/gate.ts";
import { parseGate } from "../expression/parse-gate.ts";
import type { Draft } from "./draft.ts";
import { type ResolveContext, resolveText } from "./resolve.ts";
import { spanWithin } from "./span-within.ts";
import { isPlaceholder } from "./unknown-value.ts";

/** The gates of a stage, which must make metrics. */
export function readGates({ id, spec, outputs, kind }: Draft, context: ResolveContext): readonly Gate[] {
  if (spec.gate.length === 0) return [];
  const { problems } = context;
  const [first] = spec.gate;
  const knowsOutputs = !spec.incomplete && (spec.does.kind === "run" || kind !== undefined);
  if (first && knowsOutputs && !outputs.some(({ type }) => type === "metrics" || type === "measurement")) {
    const [port] = outputs;
    problems.add({
      code: "metric-unknown",
      message: `stage \`${spec.name.value}\` has a gate and makes no metrics`,
      at: first.at,
      why: "a gate reads an output of type `metrics` or `measurement`",
      hint:
        spec.does.kind === "run"
          ? `out:\n  ${port?.port ?? "metrics"}: { path: ${spec.out[0]?.path?.value ?? "./metrics.json"}, type: metrics }`
          : "put the gate on the stage that makes the metrics",
    });
  }
  return spec.gate.flatMap((gate) => {
    const text = resolveText(gate, context);
    const parsed = text === undefined ? undefined : parseGate(text);
    if (parsed?.ok) return [{ ...parsed.value, at: gate.at }];
    if (parsed && !(isPlaceholder(id) && text !== gate.value)) {
      const { code, message, hint, start, end } = parsed.failure;
      const at = text === gate.value ? spanWithin(problems.sources, { text: gate, start, end }) : gate.at;
      problems.add({ code, message, hint, at });
    }
    return [];
  });
}
