"""Writes test/fixtures/pandas-VERSION.h5.gz: stores as pandas writes them, in all that the originals used.

Run once with each pandas whose stores are to be read; the name of the file has its version:
    python3 utils/golden/pandas_stores.py
Needs pandas with PyTables. What the tests expect stands in packages/data/src/hdf5/pandas-stores.test.ts.
"""

import datetime
import gzip
import os
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import tables

warnings.filterwarnings("ignore")
FIXTURES = Path(__file__).resolve().parents[2] / "test" / "fixtures"


def write(path: str) -> None:
    times = ["2016-01-02 00:00:01", "2016-01-02 00:00:02.000256", "2016-01-02 00:00:04"]
    index = pd.DatetimeIndex(np.array(times, "datetime64[ns]"), name="Timestamp")
    frame = pd.DataFrame(
        {"FIT101": [0.1, np.nan, 2.5], "MV101": [1, 2, 1], "µS/cm": [500.25, 501, 502]}, index=index
    )
    labelled = frame.assign(**{"Normal/Attack": ["Normal", "Attack", "A ttack"]})
    raw = labelled.reset_index(drop=True)
    raw.insert(0, " Timestamp", [" 28/12/2015 10:00:00 AM", "é", None])
    attacks = pd.DataFrame(
        {
            "Attack #": [1.0, np.nan, 3],
            "Start Time": pd.to_datetime(["2015-12-28 10:29:14", None, "2015-12-28 10:51:08"]),
            "End Time": pd.Series([datetime.time(10, 44, 53), None, np.nan], dtype=object),
            "Mixed": pd.Series(["MV-101", 7, None], dtype=object),
            "When": pd.Series([datetime.datetime(2015, 1, 2, 3, 4, 5), None, None], dtype=object),
        }
    )
    errors = pd.DataFrame({"mse": [0.5, 1.5, 0.25], "timestamp": index})

    # PyTables takes no slash in the name of a data column
    named = labelled.rename(columns={"Normal/Attack": "label", "µS/cm": "cond"})
    with pd.HDFStore(path, "w") as store:
        store.put("df_norm", labelled)
        store.put("df_raw", raw)
        store.put("df_labels", attacks)
        store.put("df_errors_1", errors)
        store.put("flags", frame.assign(open=[True, False, True], small=np.array([1, -2, 3], "int8")))
        store.put("df_table", labelled, format="table", index=False)
        store.put("df_columns", named, format="table", data_columns=True, complevel=5, complib="zlib", index=False)
        store.put("missing", named.assign(label=["a", None, np.nan]), format="table", index=False)
        store.put("wide", named.assign(when=index, open=[True, False, True]), format="table", index=False)
        store.put("blosc", named, format="table", complevel=5, complib="blosc", index=False)
        store.put("category", named.assign(label=named["label"].astype("category")), format="table", index=False)
        store.put("objects", frame.assign(x=[{1: 2}, print, 3]))
        store.put("levels", frame.set_index("MV101", append=True))
        store.put("zoned", frame.tz_localize("UTC"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "store.h5")
        write(path)
        target = FIXTURES / f"pandas-{pd.__version__}.h5.gz"
        target.write_bytes(gzip.compress(Path(path).read_bytes(), 9, mtime=0))
    print(target, target.stat().st_size, "bytes, Python", sys.version.split()[0], "PyTables", tables.__version__)


main()
