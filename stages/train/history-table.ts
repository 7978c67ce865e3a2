import type { Table } from "../shared/table/table.ts";
import type { Epoch } from "./epoch.ts";

/** A row for each epoch; the columns of the validation rows are there only where such rows were. */
export function historyTable(epochs: readonly Epoch[], score: string): Table {
  const column = (name: string, figureOf: (epoch: Epoch) => number) =>
    ({ name, type: "number", values: Float64Array.from(epochs, figureOf) }) as const;
  const validated = epochs.some(({ validation }) => validation !== undefined);
  const numbers = [
    column("loss", ({ train }) => train.loss),
    ...(validated ? [column("val_loss", ({ validation }) => validation?.loss ?? Number.NaN)] : []),
    column(score, ({ train }) => train.score),
    ...(validated ? [column(`val_${score}`, ({ validation }) => validation?.score ?? Number.NaN)] : []),
  ];
  const epoch = { name: "epoch", type: "integer", values: Float64Array.from(epochs, (one) => one.epoch) } as const;
  return { rows: epochs.length, columns: [epoch, ...numbers] };
}
