"""Writes test/fixtures/scaler.json with scikit-learn. Run by hand: python3 utils/golden/scaler.py"""
import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.preprocessing import MinMaxScaler, QuantileTransformer, RobustScaler, StandardScaler

rng = np.random.default_rng(7)
rows = 40
train = np.stack([
    rng.normal(250, 5, rows),       # a level
    148.8 + rng.normal(0, 4e-3, rows),  # barely moving
    np.full(rows, 1.0),             # constant
    rng.integers(0, 3, rows).astype(float),  # a valve
], axis=1).astype(np.float32)
test = train[:5] + np.float32(1)
train_missing = train.copy()
train_missing[3, 0] = np.nan

def rounded(array):
    return [float(x) for x in np.asarray(array, dtype=np.float64).ravel()]

def describe(scaler, offset, scale, rows_fitted):
    scaler.fit(rows_fitted.astype(np.float64))
    return {"offsets": rounded(offset(scaler)), "scales": rounded(scale(scaler)),
            "scaled": rounded(scaler.transform(test.astype(np.float64)))}

standard = lambda rows_fitted: describe(StandardScaler(), lambda s: s.mean_, lambda s: s.scale_, rows_fitted)
robust = lambda rows_fitted: describe(RobustScaler(), lambda s: s.center_, lambda s: s.scale_, rows_fitted)
minmax = lambda rows_fitted: describe(MinMaxScaler(), lambda s: s.data_min_, lambda s: 1 / s.scale_, rows_fitted)

def quantile(rows_fitted, rows):
    transformer = QuantileTransformer(n_quantiles=min(1000, len(rows_fitted)), subsample=None,
                                      output_distribution="normal").fit(rows_fitted)
    return {"train": rounded(rows_fitted), "test": rounded(rows), "scaled": rounded(transformer.transform(rows)),
            "back": rounded(transformer.inverse_transform(transformer.transform(rows)))}

few = train.astype(np.float64)[:33, [0, 3]]  # 33: places of quantiles are exact, so ties stay ties; a constant channel is ours to decide
many = np.concatenate([rng.normal(250, 5, 1500), rng.normal(500, 1, 1500)]).astype(np.float32).astype(np.float64)[:, None]
beyond = np.array([[200.0], [240.0], [251.25], [400.0], [499.5], [700.0]])
deviates = [-8, -5, -1, -0.3, 0, 1e-8, 0.7, 2, 4, 6, 8.5]
shares = [1e-300, 1e-12, 1e-7, 0.001, 0.07, 0.2, 0.5, 0.6, 0.95, 0.999, 1 - 1e-12]
fixture = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "normal": {"deviates": deviates, "probabilities": rounded(norm.cdf(deviates)),
               "shares": shares, "quantiles": rounded(norm.ppf(shares))},
    "channels": ["level", "still", "constant", "valve"],
    "train": rounded(train), "test": rounded(test),
    "missing_at": 3 * 4,
    "standard": standard(train), "minmax": minmax(train), "robust": robust(train),
    "quantile_few": quantile(few, test.astype(np.float64)[:, [0, 3]]),
    "quantile_many": quantile(many, beyond),
    "standard_missing": standard(train_missing),
}
path = pathlib.Path(__file__).parents[2] / "test/fixtures/scaler.json"
path.write_text(json.dumps(fixture) + "\n")
