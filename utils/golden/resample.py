"""Writes test/fixtures/resample.json with pandas. Run by hand: python3 utils/golden/resample.py"""
import json
import pathlib

import numpy as np
import pandas as pd

rng = np.random.default_rng(11)
seconds = np.concatenate([np.arange(3, 40), np.arange(63, 90)])  # a gap of whole bins, odd ends
start = pd.Timestamp("2015-12-28 09:59:57")
index = start + pd.to_timedelta(seconds, unit="s")
values = rng.normal(100, 10, (len(index), 2)).astype(np.float32)
values[rng.random(values.shape) < 0.2] = np.nan
values[7:17, 1] = np.nan  # a bin without a reading
labels = (np.isin(seconds, [12, 13, 70])).astype(np.int8)
frame = pd.DataFrame(values.astype(np.float64), index=index, columns=["a", "b"])

def resampled(freq):
    counts = frame["a"].resample(freq).size()
    means = frame.resample(freq).mean()[counts > 0]
    attack = pd.Series(labels, index=index).resample(freq).max()[counts > 0]
    return {"times": [int(t.value // 10**6) for t in means.index],
            "values": [None if np.isnan(x) else float(x) for x in means.to_numpy().ravel()],
            "labels": [int(x) for x in attack]}

fixture = {
    "versions": {"pandas": pd.__version__, "numpy": np.__version__},
    "times": [int(t.value // 10**6) for t in index],
    "values": [None if np.isnan(x) else float(x) for x in values.ravel()],
    "labels": labels.tolist(),
    "10s": resampled("10s"), "1min": resampled("1min"), "7s_epoch": None,
}
means = frame.resample("7s", origin="epoch").mean()
counts = frame["a"].resample("7s", origin="epoch").size()
fixture["7s_epoch"] = {
    "times": [int(t.value // 10**6) for t in means[counts > 0].index],
    "values": [None if np.isnan(x) else float(x) for x in means[counts > 0].to_numpy().ravel()],
}
present = frame["a"].resample("10s").size() > 0
states = frame.round(-1)  # few values, so that some occur more often than others
fixture["aggregates"] = {
    name: [None if np.isnan(x) else float(x) for x in frame.resample("10s").agg(name)[present].to_numpy().ravel()]
    for name in ["median", "min", "max", "first", "last"]
}
modes = states.resample("10s").agg(lambda s: s.mode().min() if s.notna().any() else np.nan)[present]
fixture["states"] = [None if np.isnan(x) else float(x) for x in states.to_numpy().ravel()]
fixture["aggregates"]["mode"] = [None if np.isnan(x) else float(x) for x in modes.to_numpy().ravel()]
path = pathlib.Path(__file__).parents[2] / "test/fixtures/resample.json"
path.write_text(json.dumps(fixture) + "\n")
