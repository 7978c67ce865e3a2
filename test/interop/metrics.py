"""What scikit-learn says of each case of a classification or a regression: JSON in, JSON out."""

import json
import sys
import warnings

import numpy as np
from sklearn import metrics

warnings.simplefilter("ignore")


def classification(case):
    actual = np.array(case["actual"])
    predicted = np.array(case["predicted"])
    probabilities = np.array(case["probabilities"], dtype=f"float{case.get('bits', 64)}")
    labels = list(range(probabilities.shape[1]))
    binary = len(labels) == 2
    answer = {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(actual, predicted),
        "log_loss": metrics.log_loss(actual, probabilities, labels=labels),
        "brier": metrics.brier_score_loss(actual, probabilities[:, 1] if binary else probabilities, labels=labels),
        "matthews": metrics.matthews_corrcoef(actual, predicted),
    }
    if len(set(case["actual"])) == len(labels):
        scores = probabilities[:, 1] if binary else probabilities
        answer["roc_auc"] = metrics.roc_auc_score(actual, scores, multi_class="ovr", labels=None if binary else labels)
    of = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1": metrics.f1_score}
    for name, score in of.items():
        for average in ("macro", "micro", "weighted"):
            answer[f"{name}_{average}"] = score(actual, predicted, average=average, zero_division=0)
        each = score(actual, predicted, average=None, labels=labels, zero_division=0)
        seen = set(case["actual"]) | set(case["predicted"])
        # scikit-learn's F1 of a class that neither occurs nor is predicted is 0; Millrace has none.
        answer.update({f"per_class.{label}.{name}": each[label] for label in labels if name != "f1" or label in seen})
    return answer


def regression(case):
    actual, predicted = np.array(case["actual"]), np.array(case["predicted"])
    return {
        "rmse": metrics.root_mean_squared_error(actual, predicted),
        "mae": metrics.mean_absolute_error(actual, predicted),
        "median_absolute_error": metrics.median_absolute_error(actual, predicted),
        "maximum_error": metrics.max_error(actual, predicted),
        "r2": metrics.r2_score(actual, predicted),
    }


cases = json.load(sys.stdin)
answers = [classification(case) if "probabilities" in case else regression(case) for case in cases]
json.dump([{name: float(value) for name, value in answer.items()} for answer in answers], sys.stdout)
