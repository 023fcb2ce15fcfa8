"""Writes test/fixtures/scaler.json with scikit-learn. Run by hand: python3 utils/golden/scaler.py"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.preprocessing import MinMaxScaler, StandardScaler

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
minmax = lambda rows_fitted: describe(MinMaxScaler(), lambda s: s.data_min_, lambda s: 1 / s.scale_, rows_fitted)
fixture = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "channels": ["level", "still", "constant", "valve"],
    "train": rounded(train), "test": rounded(test),
    "missing_at": 3 * 4,
    "standard": standard(train), "minmax": minmax(train),
    "standard_missing": standard(train_missing),
}
path = pathlib.Path(__file__).parents[2] / "test/fixtures/scaler.json"
path.write_text(json.dumps(fixture) + "\n")
