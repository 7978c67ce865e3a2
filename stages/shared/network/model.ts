import type { Table } from "../table/table.ts";

/** What stands in a model folder's `millrace.json`, beside tfjs's `model.json` and `weights.bin`. No clock, no host, no path. */
export interface ModelDescription {
  readonly format: 1;
  readonly task: "classification" | "regression";
  readonly target: string;
  /** Of a classification, in the order of the output units. */
  readonly classes?: readonly string[];
  /** Of a regression: the network's one unit is standardised; the value is unit x deviation + mean. */
  readonly scale?: { readonly mean: number; readonly deviation: number };
  /** The raw columns that a row must have, in the order in which they are encoded. */
  readonly features: readonly FeatureDescription[];
  /** One raw row of the training data, for checks and docs. */
  readonly example: Readonly<Record<string, number | string | boolean | null>>;
  readonly trainedOn: { readonly rows: number; readonly digest: string };
}

/**
 * How a raw column becomes inputs, fitted on the train rows alone: a number as (value - mean) / deviation, a truth value as 0 or 1, a
 * category as one input for each of `categories`, of which at most one is 1. What is missing is `fill`, or no category.
 */
export type FeatureDescription =
  | { readonly name: string; readonly type: "number"; readonly mean: number; readonly deviation: number; readonly fill: number }
  | { readonly name: string; readonly type: "boolean"; readonly fill: boolean }
  | { readonly name: string; readonly type: "category"; readonly categories: readonly string[] };

export interface LoadedModel {
  readonly description: ModelDescription;
  readonly backend: string;
  /** Of raw, unscaled rows. Throws StageFailure `column-unknown` or `column-type`. Independent of how rows are batched to 1e-6. */
  predict(table: Table): Promise<Prediction>;
  dispose(): void;
}

export type Prediction =
  /** `probabilities`: rows x classes, row-major. */
  | { readonly task: "classification"; readonly classes: readonly string[]; readonly probabilities: Float32Array }
  | { readonly task: "regression"; readonly values: Float32Array };
