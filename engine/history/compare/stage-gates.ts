import { parseGate } from "../../expression/parse-gate.ts";
import type { Pipeline } from "../../spec/pipeline.ts";
import type { DirectedGate } from "./metric-direction.ts";

/** The gates of each stage, as far as they tell which way is better: a threshold that a parameter gives does not matter for that. */
export function stageGates({ stages }: Pick<Pipeline, "stages">): ReadonlyMap<string, readonly DirectedGate[]> {
  return new Map(
    stages.map(({ name, gate }) => [
      name.value,
      gate.flatMap(({ value }) => {
        const parsed = parseGate(value.replaceAll(/\$\{\{[^}]*\}\}/g, "0"));
        return parsed.ok ? [parsed.value] : [];
      }),
    ]),
  );
}
