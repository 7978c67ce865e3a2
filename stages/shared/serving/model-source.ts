import type { ServedModel } from "./served-model.ts";

/** Where a server takes its model from: it may be another one at the next request. */
export interface ModelSource {
  /** `work` must ask for its prediction before it first waits: the model may be retired as soon as it has. */
  use<Value>(work: (model: ServedModel) => Value | Promise<Value>): Promise<Value>;
  /** Why the model that is served is not the one that should be. */
  readonly problem: string | undefined;
  close(): Promise<void>;
}

/** Always the same model: what deploy checks before it points at it. */
export function fixedSource(model: ServedModel): ModelSource {
  return { use: async (work) => work(model), problem: undefined, close: () => model.retire() };
}
