"""Measures of published protocols by NumPy, SciPy, pandas and scikit-learn for test/fixtures/protocols.json.

Written from the publications, by brute force where the program sorts. Run by hand: python utils/golden/protocols.py
"""

import json
from pathlib import Path

import numpy
import pandas
import scipy
import sklearn
from scipy.stats import iqr, norm
from sklearn.metrics import average_precision_score, f1_score, precision_recall_curve

random = numpy.random.default_rng(21)
T, C, TRAIN = 240, 3, 150
train = random.gamma(2.0, 0.5, size=(TRAIN, C)).astype("float32")  # squared errors
test = random.gamma(2.0, 0.5, size=(T, C)).astype("float32")
labels = numpy.zeros(T, dtype=int)
attacks = [(20, 35), (70, 72), (110, 230)]
for (start, end), strength in zip(attacks, (0.5, 0.2, 2.0)):
    labels[start:end] = 1
    test[start:end] += random.gamma(2.0, strength, size=(end - start, C)).astype("float32")
root_train, root_test = numpy.sqrt(train.astype(float)), numpy.sqrt(test.astype(float))


def dynamic_gaussian():
    whole = pandas.DataFrame(numpy.concatenate([root_train, root_test])).expanding()
    z = (root_test - whole.mean().values[TRAIN:]) / whole.std().values[TRAIN:]
    return -norm.logsf(z).sum(axis=1)


def composite(scores, limit):
    flags = scores > limit
    precision = labels[flags].mean() if flags.any() else 0.0
    recall = numpy.mean([flags[start:end].any() for start, end in attacks])
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


def garg():
    scores = dynamic_gaussian()
    top = numpy.percentile(scores, 100 * (1 - labels.mean()), method="higher")
    limits = numpy.concatenate([numpy.sort(scores)[:-1], [scores.min() - 1]])
    return {
        "scores": [round(float(s), 8) for s in scores],
        "fc1TopK": composite(scores, top),
        "fc1Best": max(composite(scores, limit) for limit in limits),
        "fc1TailP": max(composite(scores, i * C) for i in range(1, 6)),
    }


def quovadis():
    candidates = [
        (root_test - numpy.median(root_test, axis=0)) / (numpy.abs(iqr(root_test, axis=0)) + 1e-2),
        (root_test - root_test.mean(axis=0)) / root_test.std(axis=0),
        root_test,
    ]
    results = []
    for errors in candidates:
        smooth = numpy.zeros_like(errors)
        for i in range(5, T):
            smooth[i] = errors[i - 5 : i + 4].mean(axis=0)
        scores = smooth.max(axis=1)
        precision, recall, _ = precision_recall_curve(labels, scores)
        best = numpy.max(2 * precision * recall / numpy.maximum(precision + recall, 1e-300))
        results.append((best, average_precision_score(labels, scores)))
    f1, auprc = max(results, key=lambda result: result[0])
    return {"quovadisF1": f1, "quovadisAuprc": auprc}


def windows(errors, size):
    rows = errors.sum(axis=1)
    return numpy.array([rows[i : i + size].mean() for i in range(len(rows) - size + 1)])


def skab(size=60):
    limit = pandas.Series(windows(root_train, size)).quantile(0.999) * 4 / 3
    above = windows(root_test, size) > limit
    flags = numpy.zeros(T, dtype=int)
    for i in range(size - 1, len(above) - size + 1):
        if above[i - size + 1 : i].all():
            flags[i] = 1
    return {"limit": limit, "flagged": int(flags.sum()), "f1": f1_score(labels, flags, zero_division=0)}


def scaled_sigmoid(position):
    return -1.0 if position > 3 else 2 / (1 + numpy.exp(5 * position)) - 1


def nab(hit, false_row, miss):
    scores = test[:, 0].astype("float32")
    best = -numpy.inf
    for limit in numpy.concatenate([numpy.unique(scores), [numpy.inf]]):
        total, found = 0.0, set()
        for i in numpy.flatnonzero(scores >= limit):
            inside = [k for k, (s, e) in enumerate(attacks) if s <= i < e]
            if inside:
                (k,) = inside
                if k not in found:
                    start, end = attacks[k]
                    total += hit * scaled_sigmoid(-(end - i) / (end - start)) / scaled_sigmoid(-1.0)
                    found.add(k)
            else:
                before = [(s, e) for s, e in attacks if e <= i]
                if not before:
                    total -= false_row
                else:
                    start, end = before[-1]
                    total += false_row * scaled_sigmoid((i - (end - 1)) / (end - start - 1))
        total -= miss * (len(attacks) - len(found))
        best = max(best, total)
    none = -miss * len(attacks)
    return 100 * (best - none) / (hit * len(attacks) - none)


fixture = {
    "versions": {module.__name__: module.__version__ for module in (numpy, scipy, pandas, sklearn)},
    "channels": C,
    "train": [float(x) for x in train.reshape(-1)],
    "test": [float(x) for x in test.reshape(-1)],
    "labels": labels.tolist(),
    "attacks": attacks,
    "garg": garg(),
    "quovadis": quovadis(),
    "skab": skab(),
    "skabOfTwenty": skab(20),
    "nab": {"standard": nab(1, 0.11, 1), "lowFp": nab(1, 0.22, 1), "lowFn": nab(1, 0.11, 2)},
    "logUpperTail": [[z, float(norm.logsf(z))] for z in (-12.0, -3.0, 0.0, 1.5, 2.999, 3.001, 6.0, 9.5, 40.0)],
}
path = Path(__file__).parents[2] / "test/fixtures/protocols.json"
path.write_text(json.dumps(fixture) + "\n")
