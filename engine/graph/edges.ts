import type { Edge } from "../events/event.ts";
import type { Plan } from "./plan.ts";

/** How data flows between the selected stages of a plan: one edge for each output that is an input, or the values of a matrix. */
export function edgesOf({ stages, selected }: Plan): readonly Edge[] {
  return [...stages.values()]
    .filter(({ id }) => selected.has(id))
    .flatMap(({ id, inputs, lists = [] }) => [
      ...lists.flatMap(({ axis, stage, port }) =>
        selected.has(stage) ? [{ from: stage, output: port, to: id, input: matrixInput(axis) }] : [],
      ),
      ...inputs.flatMap(({ port, from }) =>
        from.flatMap((source) =>
          source.kind === "stage" && selected.has(source.stage) ? [{ from: source.stage, output: source.port, to: id, input: port }] : [],
        ),
      ),
    ]);
}

/** What an edge says of a list that becomes the values of an axis; no port has such a name. */
export const matrixInput = (axis: string): string => `matrix.${axis}`;
