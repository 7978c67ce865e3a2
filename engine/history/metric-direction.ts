import type { OverviewGate } from "./run-overview.ts";

/** Which of two values of a metric is better; `undefined` where nobody can say. */
export type Direction = "higher" | "lower" | undefined;

/** Words of names. An error that is called `mean_absolute_error` is one as much as `mae`. */
const lower =
  /(?:^|[._-])(?:loss|error|errors|mse|rmse|mae|mape|smape|perplexity|brier|ece|latency|duration|seconds|time|memory|bytes|size|cost|divergence|distance|drift|fpr|fnr|wer|cer|deviance|aic|bic)(?:[._-]|$)/i;
const higher =
  /(?:^|[._-])(?:accuracy|precision|recall|sensitivity|specificity|f1|fbeta|auc|auroc|roc|ap|map|r2|score|kappa|mcc|matthews|iou|dice|bleu|rouge|ndcg|mrr|hits|top[0-9]*|throughput|tpr|tnr|coverage|likelihood|silhouette)(?:[._-]|$)/i;

/** A gate knows best; else the name tells, as far as it is one of the common ones. */
export function directionOf(metric: string, gates: Iterable<Pick<OverviewGate, "metric" | "operator">> = []): Direction {
  const name = metric.slice(metric.lastIndexOf(":") + 1);
  for (const gate of gates) {
    if (gate.metric.replace(/\.(low|high)$/, "") !== name.replace(/\.(low|high)$/, "")) continue;
    if (gate.operator.startsWith(">")) return "higher";
    if (gate.operator.startsWith("<")) return "lower";
  }
  // `log_loss` and `accuracy_loss` are losses.
  if (lower.test(name)) return "lower";
  return higher.test(name) ? "higher" : undefined;
}
