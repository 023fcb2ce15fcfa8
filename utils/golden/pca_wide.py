"""Principal components of a table with fewer rows than channels, by NumPy's SVD, for test/fixtures/pca-wide.json.

Run by hand: python utils/golden/pca_wide.py
"""

import json
from pathlib import Path

import numpy

random = numpy.random.default_rng(7)
T, C = 24, 80
mixing = random.normal(size=(6, C)) * numpy.array([4, 3, 2, 1.4, 1, 0.7])[:, None]


def table(rows):
    values = random.normal(size=(rows, 6)) @ mixing + 0.4 * random.normal(size=(rows, C)) + 1
    return values.round(3).astype("float32").astype("float64")


train, test = table(T), table(4)
mean = train.mean(axis=0)
_, singular, components = numpy.linalg.svd(train - mean, full_matrices=False)
variances = singular**2 / (T - 1)
K = int(numpy.searchsorted(numpy.cumsum(variances) / variances.sum(), 0.9) + 1)
projected = mean + (test - mean) @ components[:K].T @ components[:K]
fixture = {
    "versions": {"numpy": numpy.__version__},
    "rows": T,
    "channels": C,
    "train": [round(float(x), 3) for x in train.reshape(-1)],
    "test": [round(float(x), 3) for x in test.reshape(-1)],
    "components": K,
    "variances": [round(float(x), 9) for x in variances[: T - 1]],
    "scores": [round(float(x), 7) for x in ((test - projected) ** 2).reshape(-1)],
}
path = Path(__file__).parents[2] / "test/fixtures/pca-wide.json"
path.write_text(json.dumps(fixture) + "\n")
