import { writeFile } from "node:fs/promises";
import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { Backend } from "../shared/network/backend.ts";
import { saveModel } from "../shared/network/model-files.ts";
import { openBackend } from "../shared/network/open-backend.ts";
import { withSeededMath } from "../shared/network/seeded-math.ts";
import { writeTable } from "../shared/table/arrow-file.ts";
import { openTable } from "../shared/table/open-table.ts";
import type { Table } from "../shared/table/table.ts";
import { describeModel } from "./describe-model.ts";
import type { Epoch } from "./epoch.ts";
import { type Fitted, fitWeights } from "./fit-weights.ts";
import { historyTable } from "./history-table.ts";
import { learningCurve } from "./learning-curve.ts";
import { buildNetwork, type Network } from "./network.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { reportText } from "./report.ts";
import { scoreNames } from "./score-name.ts";
import { type TrainContext, type TrainSettings, trainSettings } from "./settings.ts";

/** Fits a network to the train rows. Throws StageFailure where data, network or backend will not do, or the training diverges. */
export async function train(context: TrainContext): Promise<void> {
  const tables = await readTables(context);
  const prepared = prepare(tables, context.with);
  const settings = trainSettings(context.with);
  if (settings.earlyStopping !== undefined && prepared.validation === undefined) throw noValidation();
  const backend = await openBackend({ choice: settings.backend, onSkip: context.report.log });
  context.report.backend(backend.name);
  const { network, fitted } = await fitNetwork({ context, backend, settings, prepared });
  const { tf } = backend;
  const description = describeModel({ context, table: tables.train, prepared });
  await saveModel({ tf, network: network.whole, description, folder: context.out.model.path });
  const { task } = prepared.target;
  await writeTable(context.out.history.path, historyTable(fitted.epochs, scoreNames[task]));
  await writeFile(context.out.report.path, reportText({ description, network: network.whole, fitted, prepared }));
  await writeFile(context.out.picture.path, await learningCurve(fitted, description.target));
}

async function readTables({ in: inputs }: TrainContext): Promise<{ readonly train: Table; readonly validation?: Table }> {
  const train = await openTable(inputs.train.path);
  return inputs.validation.bound ? { train, validation: await openTable(inputs.validation.path) } : { train };
}

interface Work {
  readonly context: TrainContext;
  readonly backend: Backend;
  readonly settings: TrainSettings;
  readonly prepared: Prepared;
}

async function fitNetwork({ context, backend: { tf }, settings, prepared }: Work): Promise<{ network: Network; fitted: Fitted }> {
  const { target, loss, train: examples, validation } = prepared;
  const weightRandom = settings.random.derive("weights");
  const units = target.task === "classification" ? target.classes.length : 1;
  const network = withSeededMath(weightRandom, () =>
    buildNetwork(tf, { ...settings, width: examples.width, units, softmax: target.task === "classification" }),
  );
  const fitted = await fitWeights({
    tf,
    network: network.scores,
    loss,
    unit: target.task === "regression" ? target.scale.deviation : 1,
    train: examples,
    validation,
    settings,
    weightRandom,
    signal: context.signal,
    onEpoch: (epoch) => {
      context.report.progress({
        step: epoch.epoch,
        total: settings.epochs,
        unit: "epoch",
        values: progressValues(epoch, scoreNames[target.task]),
      });
    },
  });
  if (fitted.epochs.length < settings.epochs || fitted.kept < fitted.epochs.length) {
    context.report.log(`ended after epoch ${fitted.epochs.length} of ${settings.epochs}; the weights are those of epoch ${fitted.kept}`);
  }
  return { network, fitted };
}

function progressValues({ train, validation }: Epoch, score: string): Record<string, number> {
  return {
    loss: train.loss,
    ...(validation !== undefined && { val_loss: validation.loss }),
    [score]: train.score,
    ...(validation !== undefined && { [`val_${score}`]: validation.score }),
  };
}

function noValidation(): StageFailure {
  return new StageFailure({
    code: "missing-input",
    message: "early_stopping needs validation rows to follow",
    why: "no table is bound to the input validation, or it has no rows",
    hint: "add `validation: split.validation` to in, or take early_stopping out",
  });
}
