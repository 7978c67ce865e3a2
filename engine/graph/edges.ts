import type { Edge } from "../events/event.ts";
import type { Plan } from "./plan.ts";

/** How data flows between the selected stages of a plan: one edge for each output that is an input. */
export function edgesOf({ stages, selected }: Plan): readonly Edge[] {
  return [...stages.values()]
    .filter(({ id }) => selected.has(id))
    .flatMap(({ id, inputs }) =>
      inputs.flatMap(({ port, from }) =>
        from.flatMap((source) =>
          source.kind === "stage" && selected.has(source.stage) ? [{ from: source.stage, output: source.port, to: id, input: port }] : [],
        ),
      ),
    );
}
