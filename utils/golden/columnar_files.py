"""Writes test/fixtures/columnar/*: one small table as pandas, polars and DuckDB store it.

    python3 utils/golden/columnar_files.py
Needs pandas, pyarrow, polars and duckdb. The versions go to versions.json beside the files; what the
tests expect stands in packages/data/src/columnar/foreign-files.test.ts.
"""

import json
import warnings
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet

warnings.filterwarnings("ignore")
FOLDER = Path(__file__).resolve().parents[2] / "test" / "fixtures" / "columnar"
ROWS = 300


def table() -> pd.DataFrame:
    n = np.arange(ROWS)
    return pd.DataFrame(
        {
            "Timestamp": np.datetime64("2016-01-02T00:00:01.000256", "ns") + n * np.timedelta64(1, "s"),
            "level": np.where(n % 7 == 3, np.nan, n / 8),
            "narrow": (n / 4).astype("float32"),
            "count": n.astype("int64") - 5,
            "small": (n % 3 - 1).astype("int8"),
            "open": n % 2 == 0,
            "label": pd.Series(np.where(n % 5 == 0, "Attack", "Normal")).where(n % 11 != 2, None),
            "place": pd.Categorical(np.where(n % 2 == 0, "pümp", "valve")),
        }
    )


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    frame = table()
    frame.to_parquet(FOLDER / "pandas-snappy.parquet", row_group_size=128)
    for codec in ["zstd", "gzip", "brotli", "lz4"]:
        frame.to_parquet(FOLDER / f"pandas-{codec}.parquet", compression=codec)
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    parquet.write_table(arrow, FOLDER / "pyarrow-v2-pages.parquet", data_page_version="2.0", use_deprecated_int96_timestamps=True)
    for codec in ["lz4", "zstd", "uncompressed"]:
        feather.write_feather(arrow, FOLDER / f"pandas-{codec}.feather", compression=codec, chunksize=128)
    with pa.OSFile(str(FOLDER / "pyarrow-stream.arrow"), "wb") as sink, pa.ipc.new_stream(sink, arrow.schema) as writer:
        writer.write_table(arrow)

    frame_pl = pl.from_pandas(frame)
    frame_pl.write_parquet(FOLDER / "polars-zstd.parquet", row_group_size=128)
    frame_pl.write_ipc(FOLDER / "polars.arrow")
    frame_pl.write_ipc(FOLDER / "polars-lz4.arrow", compression="lz4")
    duckdb.sql(f"copy (select * from frame) to '{FOLDER}/duckdb-snappy.parquet' (format parquet)")
    duckdb.sql(f"copy (select * from frame) to '{FOLDER}/duckdb-zstd.parquet' (format parquet, codec zstd)")

    odd = {"list": [[1, 2], [3]], "struct": [{"a": 1}, {"a": 2}], "span": pd.to_timedelta([1, 2], unit="s"), "bytes": [b"a", b"b"]}
    for name, values in odd.items():
        if name != "span":  # in Parquet a plain whole number
            parquet.write_table(pa.table({"x": [1, 2], name: values}), FOLDER / f"odd-{name}.parquet")
        feather.write_feather(pa.table({"x": [1, 2], name: values}), FOLDER / f"odd-{name}.feather", compression="uncompressed")
    exact = pa.table(
        {
            "price": pa.array([Decimal("1.25"), None, Decimal("-3.50")], pa.decimal128(9, 2)),
            "day": pa.array([0, 16801, None], pa.date32()),
            "big": pa.array([1, 2, 2**53 + 1], pa.int64()),
        }
    )
    parquet.write_table(exact.drop_columns("big"), FOLDER / "exact.parquet")
    parquet.write_table(exact, FOLDER / "too-big.parquet")
    versions = {m.__name__: m.__version__ for m in (pd, pa, pl, duckdb)}
    (FOLDER / "versions.json").write_text(json.dumps(versions, indent=2) + "\n")


main()
