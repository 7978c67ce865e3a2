import type { RunStarted, StagesAdded } from "./event.ts";

/** What a run has begun with, as it is known after a list was made. */
export function grown<Started extends Pick<RunStarted, "stages" | "edges">>(started: Started, { instances, edges }: StagesAdded): Started {
  const instead = new Map(instances.map(({ of, stages }) => [of, stages]));
  return {
    ...started,
    stages: started.stages.flatMap((stage) => instead.get(stage) ?? [stage]),
    edges: [...started.edges.filter(({ from, to }) => !instead.has(from) && !instead.has(to)), ...edges],
  };
}
