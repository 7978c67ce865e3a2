import { StageFailure } from "../../engine/kind/stage-context.ts";
import { encodeFeatures } from "../shared/network/encode-features.ts";
import { totalWidth } from "../shared/network/feature-width.ts";
import type { FeatureDescription } from "../shared/network/model.ts";
import { column } from "../shared/table/column.ts";
import type { Table } from "../shared/table/table.ts";
import { chooseFeatures } from "./choose-features.ts";
import { fitFeature } from "./fit-feature.ts";
import { rowWeights } from "./row-weights.ts";
import type { LossName } from "./settings.ts";
import { encodeTarget, fitTarget, type Target } from "./target.ts";
import { goalOf } from "./task.ts";
import type { TrainWith } from "./with.generated.ts";

/** Rows as a network takes them. */
export interface Examples {
  readonly rows: number;
  /** Rows x width, row-major. */
  readonly inputs: Float32Array;
  readonly width: number;
  /** Of a classification the index of the class, of a regression the standardised number. */
  readonly targets: Float32Array;
  readonly weights: Float32Array;
}

export interface Prepared {
  readonly features: readonly FeatureDescription[];
  readonly target: Target;
  readonly loss: LossName;
  readonly train: Examples;
  readonly validation: Examples | undefined;
}

/** Everything that is learnt from the data before the network is: from the train table alone. A validation table without rows is none. */
export function prepare(tables: { readonly train: Table; readonly validation?: Table | undefined }, options: TrainWith): Prepared {
  if (tables.train.rows === 0) throw new StageFailure({ code: "data-invalid", message: "there are no train rows to fit on" });
  const targetColumn = column(tables.train, options.target);
  const { task, loss } = goalOf(targetColumn, options);
  const features = chooseFeatures(tables.train, options).map(fitFeature);
  const target = fitTarget(targetColumn, task);
  const encode = (table: Table, name: "train" | "validation"): Examples => {
    const targets = encodeTarget({ column: column(table, options.target), target, table: name });
    const classes = target.task === "classification" ? target.classes : [];
    const classWeight = name === "train" ? options.class_weight : undefined;
    return {
      rows: table.rows,
      inputs: encodeFeatures(table, features),
      width: totalWidth(features),
      targets,
      weights: rowWeights({ labels: targets, classes, classWeight }),
    };
  };
  const { validation } = tables;
  return {
    features,
    target,
    loss,
    train: encode(tables.train, "train"),
    validation: validation === undefined || validation.rows === 0 ? undefined : encode(validation, "validation"),
  };
}
