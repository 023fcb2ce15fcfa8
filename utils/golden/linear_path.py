"""The linear path by scikit-learn for test/fixtures/linear-path.json.

The Yule-Walker equations with a ridge penalty are the ridge regression on rows that zeros continue on both
sides; scikit-learn solves that one. Run by hand: python utils/golden/linear_path.py
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge

FLOOR = 3e-5
random = numpy.random.default_rng(5)
T, C, L, ridge = 120, 5, 3, 0.2


def recording(rows: int) -> numpy.ndarray:
    waves = numpy.sin(numpy.arange(rows)[:, None] / [3, 7] + random.uniform(0, 6, 2))
    return (waves @ random.normal(size=(2, C)) + 0.2 * random.normal(size=(rows, C)) + 1).astype("float32")


train, test = recording(T), recording(20)
means = train.astype("float64").mean(0)
centred = train - means
padded = numpy.vstack([numpy.zeros((L, C)), centred, numpy.zeros((L, C))])
lagged = numpy.hstack([padded[L - lag : len(padded) - lag] for lag in range(1, L + 1)])
variance = (centred**2).mean()
forecast = Ridge(alpha=ridge * variance * T, fit_intercept=False, solver="cholesky").fit(lagged, padded[L:])
components = PCA(n_components=0.8, svd_solver="full").fit(train.astype("float64"))
# a channel from the others: the value at which its own projection would return it
ON_COMPONENTS = components.components_.T @ components.components_


def expectations(rows: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    deviations = rows.astype("float64") - means
    before = numpy.hstack([deviations[L - lag : len(rows) - lag] for lag in range(1, L + 1)])
    projected = numpy.empty_like(deviations[L:])
    for c in range(C):
        others = numpy.delete(deviations[L:], c, 1) @ numpy.delete(ON_COMPONENTS[:, c], c)
        projected[:, c] = means[c] + others / (1 - ON_COMPONENTS[c, c] * (1 - 1e-4))
    return projected, means + forecast.predict(before)


def spread(residual: numpy.ndarray) -> numpy.ndarray:
    return numpy.sqrt((residual**2).mean(0) + FLOOR)


projected, predicted = expectations(train)
by_projection, by_forecast = spread(train[L:] - projected), spread(train[L:] - predicted)
shares = by_projection / (by_projection + by_forecast)
spreads = spread(train[L:] - (projected + shares * (predicted - projected)))
projected, predicted = expectations(test)
expected = projected + shares * (predicted - projected)
fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__},
    "channels": C,
    "settings": {"explainedVariance": 0.8, "lags": L, "ridge": ridge},
    "train": [float(x) for x in train.reshape(-1)],
    "test": [float(x) for x in test.reshape(-1)],
    "components": int(components.n_components_),
    "coefficients": [round(float(x), 9) for x in forecast.coef_.T.reshape(-1)],
    "shares": [round(float(x), 7) for x in shares],
    "spreads": [round(float(x), 7) for x in spreads],
    "expected": [round(float(x), 6) for x in expected.reshape(-1)],
}
path = Path(__file__).parents[2] / "test/fixtures/linear-path.json"
path.write_text(json.dumps(fixture) + "\n")
