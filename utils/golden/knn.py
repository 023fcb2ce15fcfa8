"""Distances to nearest neighbours by scikit-learn for test/fixtures/knn.json.

Run by hand: python utils/golden/knn.py
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.neighbors import NearestNeighbors

random = numpy.random.default_rng(8)
C = 11
train = random.normal(size=(90, C)).astype("float32")
test = (1.5 * random.normal(size=(25, C))).astype("float32")


def neighbours(k, rows):
    """Mean squared distance of each channel over the k nearest rows, and the rows."""
    _, indices = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(rows.astype("float64")).kneighbors(test.astype("float64"))
    squares = (test.astype("float64")[:, None, :] - rows.astype("float64")[indices]) ** 2
    return {"channels": [round(float(x), 7) for x in squares.mean(axis=1).reshape(-1)], "rows": [round(float(x), 7) for x in squares.mean(axis=(1, 2))]}


fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__},
    "channels": C,
    "train": [float(x) for x in train.reshape(-1)],
    "test": [float(x) for x in test.reshape(-1)],
    "nearest": {str(k): neighbours(k, train) for k in (1, 5)},
    "everyThird": neighbours(1, train[::3]),
}
path = Path(__file__).parents[2] / "test/fixtures/knn.json"
path.write_text(json.dumps(fixture) + "\n")
