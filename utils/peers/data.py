"""Times pandas with openpyxl on what `npm run bench -- data` times here. Prints one JSON object.

python utils/peers/data.py read BOOK.xlsx OUT.h5     a workbook into a frame, and on into HDF5
python utils/peers/data.py series READINGS OUT.h5    prepare, export, resample, gather windows of float64 (T, 51)
"""

import json
import os
import sys
import time

import numpy as np
import pandas as pd

CHANNELS = 51
WINDOW = 100
BATCH = 64
BATCHES = 200


clock = time.process_time if os.environ.get("ANODEC_BENCH_CLOCK") == "processor" else time.perf_counter


def seconds(work, runs=5):
    """Median time and the last result."""
    times = []
    for _ in range(runs):
        start = clock()
        result = work()
        times.append(clock() - start)
    return sorted(times)[len(times) // 2], result


def read(book, store):
    read_time, frame = seconds(lambda: pd.read_excel(book, header=1), runs=1)
    store_time, _ = seconds(lambda: frame.to_hdf(store, key="df", mode="w"), runs=1)
    return {"rows": len(frame), "read": read_time, "convert": read_time + store_time}


def raw_table(readings):
    """A recording as it is read from a workbook: times and labels as texts."""
    values = np.fromfile(readings).reshape(-1, CHANNELS)
    moments = pd.date_range("2015-12-22 16:00:00", periods=len(values), freq="s")
    table = pd.DataFrame(values, columns=[f"TAG{c}" for c in range(CHANNELS)])
    table.insert(0, " Timestamp", moments.strftime(" %d/%m/%Y %I:%M:%S %p"))
    table["Normal/Attack"] = "Normal"
    return table


def prepare(table):
    frame = table.rename(columns=str.strip)
    times = pd.to_datetime(frame["Timestamp"].str.strip(), format="%d/%m/%Y %I:%M:%S %p")
    labels = frame["Normal/Attack"].str.replace(" ", "").eq("Attack").astype(np.int8)
    frame = frame.drop(columns=["Timestamp", "Normal/Attack"]).astype(np.float32)
    frame.index = pd.DatetimeIndex(times)
    if not frame.index.is_monotonic_increasing or frame.index.has_duplicates:
        raise SystemExit("unsorted")
    frame.isna().sum()
    frame["Normal/Attack"] = labels.to_numpy()
    return frame


def prepare_store(interim, processed, compression):
    frame = prepare(pd.read_hdf(interim, "raw"))
    frame.to_hdf(processed, key="df_norm", mode="w", **compression)


def export_parquet(processed):
    pd.read_hdf(processed, "df_norm").to_parquet(f"{processed}.parquet")


def resample(frame):
    bins = frame.drop(columns="Normal/Attack").resample("10s").mean()
    bins["Normal/Attack"] = frame["Normal/Attack"].resample("10s").max()
    return bins


def gather_pandas(frame, starts):
    for batch in starts:
        np.stack([frame.iloc[s : s + WINDOW].to_numpy() for s in batch])


def gather_numpy(values, starts):
    steps = np.arange(WINDOW)
    for batch in starts:
        values[batch[:, None] + steps]


def series(readings, store):
    table = raw_table(readings)
    rows = len(table)
    prepare_time, frame = seconds(lambda: prepare(table))
    store_times = {}
    for name, compression in {"Zlib": {"complevel": 1, "complib": "zlib"}, "": {}}.items():
        table.to_hdf(store, key="raw", mode="w", **compression)
        work = lambda: prepare_store(store, f"{store}.processed", compression)
        store_times[f"prepareStore{name}"] = rows / seconds(work)[0]
    export_time, _ = seconds(lambda: export_parquet(f"{store}.processed"))
    resample_time, _ = seconds(lambda: resample(frame))
    readings = frame.drop(columns="Normal/Attack")
    starts = np.random.default_rng(1).integers(0, rows - WINDOW, (BATCHES, BATCH))
    gathered = BATCHES * BATCH * WINDOW
    pandas_time, _ = seconds(lambda: gather_pandas(readings, starts))
    values = np.ascontiguousarray(readings.to_numpy(np.float32))
    numpy_time, _ = seconds(lambda: gather_numpy(values, starts))
    return {
        "prepare": rows / prepare_time,
        **store_times,
        "exportParquet": rows / export_time,
        "resample": rows / resample_time,
        "gather": gathered / pandas_time,
        "gatherNumpy": gathered / numpy_time,
    }


task, *words = sys.argv[1:]
figures = read(*words) if task == "read" else series(*words)
print(json.dumps({"pandas": pd.__version__, "numpy": np.__version__, **figures}))
