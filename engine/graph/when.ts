import { evaluateCondition, parseCondition } from "../expression/evaluate-condition.ts";
import type { ExpressionError } from "../expression/expression-error.ts";
import type { PathNode } from "../expression/syntax.ts";
import { scalarValue } from "../spec/plain-value.ts";
import type { CompileContext } from "./draft.ts";
import type { Instance } from "./instance.ts";
import { lookUp } from "./scope.ts";
import { spanWithin } from "./span-within.ts";
import { isUnknown } from "./unknown-value.ts";

/** Whether a stage takes part; what is wrong with its condition is reported, and the stage then takes part, as it does while its values are not known. */
export function takesPart({ spec: { when }, matrix }: Instance, { pipeline, problems }: CompileContext): boolean {
  if (when === undefined) return true;
  if (when.kind !== "scalar" || when.tag === "null") {
    problems.add({
      code: "wrong-type",
      message: "`when` is a condition",
      at: when.at,
      hint: "such as `when: params.publish and matrix.seed == 1`",
    });
    return true;
  }
  if (when.tag === "bool") return scalarValue(when) === true;
  const { text, offset } = withoutBraces(when.text);
  const report = ({ code, message, hint, start, end }: Pick<ExpressionError, "code" | "message" | "hint" | "start" | "end">): void =>
    problems.add({
      code,
      message,
      hint,
      at: spanWithin(problems.sources, { text: { value: when.text, at: when.at }, start: start + offset, end: end + offset }),
    });
  const parsed = parseCondition(text);
  if (!parsed.ok) {
    report(parsed.failure);
    return true;
  }
  const look = (path: PathNode) => {
    const found = lookUp({ params: pipeline.params, matrix }, path.segments);
    if (!found.ok) {
      const { start, end } = path;
      const at = spanWithin(problems.sources, { text: { value: when.text, at: when.at }, start: start + offset, end: end + offset });
      problems.add({ ...found.failure, at });
      return undefined;
    }
    if (found.value.kind === "value" && isUnknown(found.value.value)) return undefined;
    if (found.value.kind === "value" && found.value.value.kind === "scalar") return scalarValue(found.value.value);
    report({ code: "expression-type", message: `\`${path.segments.join(".")}\` is not a single value`, hint: undefined, ...path });
    return undefined;
  };
  const result = evaluateCondition(parsed.value, look);
  if (!result.ok) report(result.failure);
  return !result.ok || result.value !== false;
}

/** A condition needs no `${{ }}`; one around the whole of it does no harm. */
function withoutBraces(text: string): { readonly text: string; readonly offset: number } {
  const inner = /^\$\{\{((?:(?!\$\{\{|\}\}).)*)\}\}$/s.exec(text.trim())?.[1];
  return inner === undefined ? { text, offset: 0 } : { text: inner, offset: text.indexOf("${{") + 3 };
}
