/** Which way a metric gets better. */
export type Direction = "higher" | "lower";

/** A gate, as far as it tells a direction. */
export interface DirectedGate {
  readonly metric: string;
  readonly operator: string;
}

/**
 * A gate of the stage decides (`accuracy >= 0.9`: higher is better), also one on an end of the metric's interval; else what the
 * name says; else `undefined`: a count of rows is neither good nor bad.
 */
export function directionOf(metric: string, gates: readonly DirectedGate[]): Direction | undefined {
  for (const gate of gates) {
    if (gate.metric.replace(/\.(low|high)$/, "") !== metric) continue;
    if (gate.operator.startsWith(">")) return "higher";
    if (gate.operator.startsWith("<")) return "lower";
  }
  const parts = metric.split(".").reverse();
  const telling = parts.findIndex((part) => !isStatistic(part));
  return wordDirection(parts[telling] ?? "");
}

/** `latency.p95` is a latency, `f1.macro` an F1. */
const isStatistic = (part: string): boolean => /^(value|mean|median|std|min|max|macro|micro|weighted|low|high|p\d+)$/i.test(part);

function wordDirection(name: string): Direction | undefined {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  if (words.some((word) => lowerIsBetter.has(word))) return "lower";
  return words.some((word) => higherIsBetter.has(word)) ? "higher" : undefined;
}

/** Words of a metric's name; `val_loss` and `log_loss` are losses. */
const lowerIsBetter: ReadonlySet<string> = new Set([
  "loss",
  "logloss",
  "error",
  "errors",
  "rmse",
  "mse",
  "mae",
  "mape",
  "smape",
  "rmsle",
  "brier",
  "ece",
  "perplexity",
  "deviance",
  "wer",
  "cer",
  "fpr",
  "fnr",
  "latency",
]);

const higherIsBetter: ReadonlySet<string> = new Set([
  "accuracy",
  "acc",
  "f1",
  "auc",
  "auroc",
  "auprc",
  "r2",
  "mcc",
  "matthews",
  "kappa",
  "precision",
  "recall",
  "sensitivity",
  "specificity",
  "tpr",
  "tnr",
  "iou",
  "dice",
  "ndcg",
  "mrr",
  "bleu",
  "rouge",
]);
