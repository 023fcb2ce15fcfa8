"""AUROC and average precision of scikit-learn, and one range-aware area of NumPy, timed: the peer of metrics.bench.ts.

The area is that for a single buffer, thresholds in a loop over whole arrays as in TSB-AD's program; its
volume takes one such loop for each of 101 buffers.

    python metrics-peer.py LABELS SCORES, files of bytes and of 32-bit floats
"""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.metrics import average_precision_score, roc_auc_score

labels = np.fromfile(sys.argv[1], dtype=np.uint8).astype(int)
scores = np.fromfile(sys.argv[2], dtype=np.float32)


def timed(compute):
    start = time.perf_counter()
    value = compute()
    return {"value": value, "seconds": time.perf_counter() - start}


def range_areas(buffer=100, thresholds=250):
    half, T, P = buffer // 2, len(labels), labels.sum()
    borders = np.flatnonzero(np.diff(np.concatenate([[0], labels, [0]])))
    events = [(s, e - 1) for s, e in borders.reshape(-1, 2)]
    extended = labels.astype(float)
    for s, e in events:
        after = np.arange(e + 1, min(e + half + 1, T))
        before = np.arange(max(s - half, 0), s)
        extended[after] += np.sqrt(1 - (after - e) / buffer)
        extended[before] += np.sqrt(1 - (s - before) / buffer)
    extended = np.minimum(extended, 1)
    near = [(max(s - half, 0), min(e + half, T - 1) + 1) for s, e in events]
    ordered = np.sort(scores)[::-1]
    rates, false_rates, precisions = [0], [0], []
    for index in np.linspace(0, T - 1, thresholds).astype(int):
        flagged = scores >= ordered[index]
        hits = np.dot(extended, flagged)
        positives = (2 * P + np.dot(extended, flagged & (labels == 0))) / 2
        met = np.mean([flagged[s:e].any() for s, e in near])
        rates.append(min(hits / positives, 1) * met)
        false_rates.append((flagged.sum() - hits) / (T - positives))
        precisions.append(hits / flagged.sum())
    pr = float(np.dot(np.diff(rates), precisions))
    roc = float(np.trapezoid(rates + [1], false_rates + [1]))
    return [roc, pr]


result = {
    "versions": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
    "auroc": timed(lambda: roc_auc_score(labels, scores)),
    "auprc": timed(lambda: average_precision_score(labels, scores)),
    "range": timed(range_areas),
}
print(json.dumps(result))
