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

# rows that a logger skips: up to HOLD rows on end are inserted and filled, more are a gap
HOLD = 2
kept = np.sort(rng.choice(80, 56, replace=False))
grid_values = np.cumsum(rng.normal(0, 1, (80, 2)), axis=0).astype(np.float32)[kept]
grid_values[rng.random(grid_values.shape) < 0.35] = np.nan
grid = pd.DataFrame(grid_values, index=pd.to_datetime(kept * 10, unit="s"), columns=["a", "b"])
ends = np.flatnonzero(np.diff(kept) - 1 > HOLD) + 1
whole = [grid.iloc[a:b].asfreq("10s") for a, b in zip([0, *ends], [*ends, len(kept)])]


def short_lines(column):
    """Interpolates the runs of missing readings that are no longer than HOLD."""
    filled = column.astype(np.float64).interpolate(method="time", limit_area="inside")
    runs = column.isna().groupby(column.notna().cumsum()).transform("sum")
    return filled.where(column.notna() | (runs <= HOLD))


held = pd.concat([part.ffill(limit=HOLD) for part in whole])
lines = pd.concat([part.apply(short_lines) for part in whole])

fixture = {
    "versions": {"pandas": pd.__version__, "numpy": np.__version__},
    "timestamps": [int(s) * 1000 for s in seconds],
    "values": rounded(table),
    "forward-fill": rounded(pd.concat([part.ffill() for part in parts])),
    "linear": rounded(pd.concat([part.astype(np.float64).interpolate(method="time", limit_area="inside") for part in parts])),
    "drop": rounded(table.dropna()),
    "grid": {
        "hold": HOLD,
        "timestamps": [int(k) * 10_000 for k in kept],
        "values": rounded(grid),
        "complete_timestamps": [int(t.timestamp()) * 1000 for t in held.index],
        "complete": rounded(pd.concat(whole)),
        "forward-fill": rounded(held),
        "linear": rounded(lines),
    },
}
path = pathlib.Path(__file__).parents[2] / "test/fixtures/missing.json"
path.write_text(json.dumps(fixture) + "\n")
