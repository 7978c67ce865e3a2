import type { StageContext } from "../../engine/kind/stage-context.ts";
import type { BackendChoice } from "../shared/network/backend.ts";
import type { Random } from "../shared/random/random.ts";
import { seededRandom } from "../shared/random/seeded-random.ts";
import type { Layer, Regularizer, TrainWith } from "./with.generated.ts";

export type TrainContext = StageContext<TrainWith, "train" | "validation", "model" | "history" | "report" | "picture">;
export type Task = NonNullable<TrainWith["task"]>;
export type LossName = NonNullable<TrainWith["loss"]>;
export type OptimizerName = NonNullable<TrainWith["optimizer"]>;
export type ClassWeight = NonNullable<TrainWith["class_weight"]>;

/** How a network is fitted; what `with` leaves out is as its schema says. */
export interface TrainSettings {
  readonly layers: readonly Layer[];
  readonly outputRegularizer: Regularizer | undefined;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly earlyStopping: EarlyStoppingSettings | undefined;
  readonly backend: BackendChoice;
  readonly random: Random;
}

export interface EarlyStoppingSettings {
  readonly patience: number;
  readonly minimumDelta: number;
  readonly restoreBest: boolean;
}

export function trainSettings(options: TrainWith): TrainSettings {
  const { optimizer = "adam", learning_rate = 0.001, epochs = 50, batch_size = 32, backend = "auto", seed = 0 } = options;
  const stopping = options.early_stopping;
  return {
    layers: options.model.layers,
    outputRegularizer: options.model.regularizer,
    optimizer,
    learningRate: learning_rate,
    epochs,
    batchSize: batch_size,
    earlyStopping: stopping && {
      patience: stopping.patience ?? 10,
      minimumDelta: stopping.min_delta ?? 0,
      restoreBest: stopping.restore_best ?? true,
    },
    backend,
    random: seededRandom(seed),
  };
}
