import type { Pipeline, StageSpec } from "./pipeline.ts";

const known = new WeakMap<Pipeline, ReadonlyMap<string, StageSpec>>();

/** What the file says of a stage; the same for every instance of its matrix. */
export function stageNamed(pipeline: Pipeline, name: string): StageSpec | undefined {
  const names = known.get(pipeline) ?? new Map(pipeline.stages.map((spec) => [spec.name.value, spec]));
  known.set(pipeline, names);
  return names.get(name);
}
