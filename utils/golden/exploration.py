"""Writes test/fixtures/exploration.json with pandas, NumPy and SciPy.

Run by hand: python3 utils/golden/exploration.py
"""
import json
import pathlib

import numpy as np
import pandas as pd
import scipy
from scipy.stats import ks_2samp

rng = np.random.default_rng(23)
T = 400
base = np.cumsum(rng.normal(0, 1, T))
columns = {
    "level": 500 + 20 * base + rng.normal(0, 2, T),
    "flow": -0.3 * base + rng.normal(0, 0.5, T),
    "step": np.round(base),
    "gappy": base + rng.normal(0, 3, T),
    "noise": rng.normal(0, 1e-3, T) + 1e4,  # a large level, where sums of squares lose digits
}
columns["gappy"][rng.random(T) < 0.15] = np.nan
frame = pd.DataFrame(columns)
frame.loc[120:124] = frame.loc[119].to_numpy()  # rows like the row above
frame.loc[300] = frame.loc[10].to_numpy()  # and one like a row far above
quantiles = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def shares(values, edges):
    return np.histogram(values, np.concatenate([[-np.inf], edges, [np.inf]]))[0] / len(values)


def stability(train, test, edges):
    p = np.maximum(shares(train, edges), 1e-4)
    q = np.maximum(shares(test, edges), 1e-4)
    return float(np.sum((q - p) * np.log(q / p)))


def pair(train, test, states=None):
    edges = states[1:] if states else np.unique(np.quantile(train, np.arange(1, 10) / 10))
    return {
        "train": train.tolist(),
        "test": test.tolist(),
        "states": states,
        "ks": float(ks_2samp(train, test).statistic),
        "psi": stability(train, test, edges),
        "shift": float((test.mean() - train.mean()) / train.std()),
    }


plain = lambda values: [None if np.isnan(x) else float(x) for x in np.asarray(values).ravel()]
level = columns["level"]
fixture = {
    "versions": {"pandas": pd.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "columns": {name: plain(frame[name]) for name in frame},
    "quantiles": {name: plain(frame[name].quantile(quantiles)) for name in frame},
    "mean": plain(frame.mean()),
    "deviation": plain(frame.std(ddof=0)),
    "distinct": [int(n) for n in frame.nunique()],
    "correlations": plain(frame.corr()),
    "duplicated": int(frame.duplicated().sum()),
    "histogram": {
        "counts": [int(n) for n in np.histogram(frame["level"], 40)[0]],
        "borders": plain(np.histogram_bin_edges(frame["level"], 40)),
    },
    "pairs": {
        "moved": pair(rng.normal(0, 1, 500), rng.normal(0.8, 1.5, 300)),
        "steady": pair(rng.normal(5, 2, 400), rng.normal(5, 2, 700)),
        "apart": pair(rng.normal(0, 1, 200), rng.normal(50, 1, 200)),
        "ties": pair(np.round(rng.normal(0, 2, 600)), np.round(rng.normal(0.5, 2, 500))),
        "states": pair(
            rng.choice([0.0, 1.0, 2.0], 500, p=[0.01, 0.3, 0.69]),
            rng.choice([0.0, 1.0, 2.0], 400, p=[0.05, 0.6, 0.35]),
            [0.0, 1.0, 2.0],
        ),
    },
}
path = pathlib.Path(__file__).parents[2] / "test/fixtures/exploration.json"
path.write_text(json.dumps(fixture) + "\n")
