import type { LoadedModel, Prediction } from "../network/model.ts";
import type { ModelReference } from "../registry/model-version.ts";
import type { Table } from "../table/table.ts";

/** A loaded model with its name. Predictions are made one after another, and a model that is retired ends what it has begun. */
export interface ServedModel {
  readonly reference: ModelReference;
  readonly description: LoadedModel["description"];
  readonly backend: string;
  predict(table: Table): Promise<Prediction>;
  /** No prediction may be asked for afterwards. */
  retire(): Promise<void>;
}

export function serveModel(reference: ModelReference, model: LoadedModel): ServedModel {
  let last: Promise<unknown> = Promise.resolve();
  const queue = <Value>(work: () => Value | Promise<Value>): Promise<Value> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    reference,
    description: model.description,
    backend: model.backend,
    predict: (table) => queue(() => model.predict(table)),
    retire: () => queue(() => model.dispose()),
  };
}
