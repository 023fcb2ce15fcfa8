"""Mahalanobis distances with the Ledoit-Wolf covariance of scikit-learn: test/fixtures/mahalanobis.json.

Run by hand: python utils/golden/mahalanobis.py
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.covariance import LedoitWolf

random = numpy.random.default_rng(7)
T, C, MISSING = 40, 5, 2
mixing = random.normal(size=(C, C))
train = (random.normal(size=(T, C)) @ mixing + 0.3).astype("float32")
test = (2 * random.normal(size=(8, C)) @ mixing).astype("float32")
model = LedoitWolf().fit(train.astype("float64"))
kept = [c for c in range(C) if c != MISSING]
deviations = test.astype("float64")[:, kept] - model.location_[kept]
precision = numpy.linalg.inv(model.covariance_[numpy.ix_(kept, kept)])
fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__},
    "channels": C,
    "train": [float(x) for x in train.reshape(-1)],
    "test": [float(x) for x in test.reshape(-1)],
    "shrinkage": float(model.shrinkage_),
    "covariance": [float(x) for x in model.covariance_.reshape(-1)],
    "squaredDistances": [float(x) for x in model.mahalanobis(test.astype("float64"))],
    "withoutChannel": {
        "channel": MISSING,
        "squaredDistances": [float(x) for x in numpy.einsum("ti,ij,tj->t", deviations, precision, deviations)],
    },
}
path = Path(__file__).parents[2] / "test/fixtures/mahalanobis.json"
path.write_text(json.dumps(fixture) + "\n")
