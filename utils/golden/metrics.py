"""Ranking and point-wise figures of scikit-learn, ties included: test/fixtures/metrics.json."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn
from sklearn import metrics

rng = np.random.default_rng(42)


def case(name, labels, scores):
    scores = np.asarray(scores, dtype=np.float32)
    precision, recall, _ = metrics.precision_recall_curve(labels, scores)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
    threshold = float(np.median(scores))
    flags = scores > threshold
    return {
        "name": name,
        "labels": [int(label) for label in labels],
        "scores": [float(score) for score in scores],
        "auroc": metrics.roc_auc_score(labels, scores),
        "auprc": metrics.average_precision_score(labels, scores),
        "bestF1": float(f1.max()),
        "threshold": threshold,
        "precision": metrics.precision_score(labels, flags),
        "recall": metrics.recall_score(labels, flags),
        "f1": metrics.f1_score(labels, flags),
    }


labels = rng.random(60) < 0.3
scores = rng.normal(size=60) + labels
cases = [
    case("distinct scores", labels, scores),
    case("many ties", labels, np.round(scores)),
    case("two values only", labels, scores > 0.5),
    case("all equal", labels, np.zeros(60)),
    case("perfect", labels, labels * 2.0),
]
series = rng.normal(size=20).astype(np.float32)
smoothing = {
    "scores": [float(x) for x in series],
    "mean": pd.Series(series).rolling(4, min_periods=1).mean().tolist(),
    "median": pd.Series(series).rolling(4, min_periods=1).median().tolist(),
    "ewma": pd.Series(series).ewm(span=4, adjust=False).mean().tolist(),
}
versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "pandas": pd.__version__}
fixture = {"versions": versions, "cases": cases, "smoothing": smoothing}
path = Path(__file__).parents[2] / "test" / "fixtures" / "metrics.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(fixture, indent=1) + "\n")
