"""Writes test/fixtures/missing.json with pandas. Run by hand: python3 utils/golden/missing.py"""
import json
import pathlib

import numpy as np
import pandas as pd

rng = np.random.default_rng(11)
rows = 24
seconds = np.cumsum(rng.choice([10, 10, 10, 12], rows))
seconds[12:] += 600  # a gap in time: no rule may reach over it
values = np.stack([np.cumsum(rng.normal(0, 1, rows)), rng.integers(1, 3, rows).astype(float)], axis=1).astype(np.float32)
values[rng.random(values.shape) < 0.3] = np.nan
values[11:13, 0] = np.nan  # beside the gap, on both sides
index = pd.to_datetime(seconds, unit="s")
table = pd.DataFrame(values, index=index, columns=["level", "valve"])
parts = [table.iloc[:12], table.iloc[12:]]

def rounded(frame):
    return [None if np.isnan(x) else float(x) for x in np.asarray(frame, dtype=np.float64).ravel()]

fixture = {
    "versions": {"pandas": pd.__version__, "numpy": np.__version__},
    "timestamps": [int(s) * 1000 for s in seconds],
    "values": rounded(table),
    "forward-fill": rounded(pd.concat([part.ffill() for part in parts])),
    "linear": rounded(pd.concat([part.astype(np.float64).interpolate(method="time", limit_area="inside") for part in parts])),
    "drop": rounded(table.dropna()),
}
path = pathlib.Path(__file__).parents[2] / "test/fixtures/missing.json"
path.write_text(json.dumps(fixture) + "\n")
