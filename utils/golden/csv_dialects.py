"""Writes test/fixtures/csv-dialects.json: text tables as they occur, and what pandas makes of them.

Run by hand: python3 utils/golden/csv_dialects.py
"""
import io
import json
import pathlib

import numpy as np
import pandas as pd

rng = np.random.default_rng(7)
ROWS = 9
LABELS = ["Normal"] * 4 + ["Attack"] * 3 + ["Normal"] * 2
FIT = rng.normal(2.4, 0.3, ROWS).round(6)
LIT = rng.normal(500, 40, ROWS).round(4)
START = pd.Timestamp("2016-01-01 23:59:57")
SECONDS = START + pd.to_timedelta(np.arange(ROWS), unit="s")

cases = []


def add(name, text, times, keep=None, settings=None, **read):
    """A case: the text, and the columns that pandas reads from it, ordered as the settings say."""
    frame = pd.read_csv(io.StringIO(text.lstrip("\ufeff")), **read)
    frame.columns = frame.columns.str.strip()
    frame.index = pd.DatetimeIndex(times(frame))
    if keep:
        frame = keep(frame)
    labels = frame["Normal/Attack"].astype(str).str.replace(" ", "") if "Normal/Attack" in frame else None
    values = frame[["FIT101", "LIT101"]].to_numpy(np.float64).astype(np.float32)
    cases.append({
        "name": name, "text": text, "settings": settings or {},
        "times": [t.value // 1000 / 1000 for t in frame.index],
        "values": [None if np.isnan(x) else float(x) for x in values.ravel()],
        "labels": None if labels is None else [int(x == "Attack") for x in labels],
    })


def table(stamps, sep=",", decimal=".", quote="", names=(" Timestamp", "FIT101", "LIT101", "Normal/Attack"), labels=LABELS, head="", end="\n", first=""):
    def field(x):
        return f"{quote}{x}{quote}"
    lines = [sep.join(field(n) for n in names)]
    for row in zip(stamps, FIT, LIT, labels):
        cells = [str(row[0]), *(repr(float(x)).replace(".", decimal) for x in row[1:3]), row[3]]
        lines.append(sep.join(field(c) for c in cells[: len(names)]))
    return first + head + end.join(lines) + end


def parsed(fmt, column="Timestamp"):
    return lambda frame: pd.to_datetime(frame[column].astype(str).str.strip(), format=fmt)


SWAT = "%d/%m/%Y %I:%M:%S %p"
swat = [t.strftime(f" {SWAT}") for t in SECONDS]
iso = [str(t) for t in SECONDS]

add("ISO times, commas", table(iso), parsed("%Y-%m-%d %H:%M:%S"))
add("semicolons, decimal commas, a byte order mark", table(swat, sep=";", decimal=",", first="\ufeff"), parsed(SWAT), sep=";", decimal=",")
add("the stage row kept", table(swat, head=",P1,,\n"), parsed(SWAT), header=1)
add("the stage row kept, everything quoted, Windows line ends", table(swat, head='"","P1","",""\r\n', quote='"', end="\r\n"), parsed(SWAT), header=1)
add("a label spelled wrong", table(swat, labels=["Normal", "A ttack", "Attack", *LABELS[3:]]), parsed(SWAT))
add("tabs, day first with dots, 24 hours", table([t.strftime("%d.%m.%Y %H:%M:%S") for t in SECONDS], sep="\t"), parsed("%d.%m.%Y %H:%M:%S"), sep="\t")
add("month first where a day above 12 shows it", table([t.strftime("%m/%d/%Y %H:%M:%S") for t in SECONDS + pd.Timedelta("20D")]), parsed("%m/%d/%Y %H:%M:%S"))
add("seconds since 1970", table([int(t.timestamp()) for t in SECONDS]), lambda f: pd.to_datetime(f["Timestamp"], unit="s"))
add("seconds with decimals since 1970", table([f"{t.timestamp() + 0.25:.2f}" for t in SECONDS]), lambda f: pd.to_datetime(f["Timestamp"], unit="s").dt.round("ms"))
add("milliseconds since 1970", table([int(t.timestamp() * 1000) for t in SECONDS]), lambda f: pd.to_datetime(f["Timestamp"], unit="ms"))
add("ISO times in UTC with fractions", table([t.strftime("%Y-%m-%dT%H:%M:%S.250Z") for t in SECONDS]), lambda f: pd.to_datetime(f["Timestamp"], utc=True))
add("ISO times that name a zone", table([t.tz_localize("Asia/Singapore").isoformat() for t in SECONDS]), lambda f: pd.to_datetime(f["Timestamp"], utc=True))
berlin = pd.date_range("2015-10-25 02:59:56", periods=4, freq="s", tz="Europe/Berlin", ambiguous=True).union(pd.date_range("2015-10-25 02:00:00", periods=5, freq="s").tz_localize("Europe/Berlin", ambiguous=np.zeros(5, bool)))
add("offsets that change with the end of summer", table([t.isoformat() for t in berlin]), lambda f: pd.to_datetime(f["Timestamp"], utc=True))
local = [t.strftime("%Y-%m-%d %H:%M:%S") for t in berlin]
add("local times of a zone over the end of summer", table(local), lambda f: pd.to_datetime(f["Timestamp"]).dt.tz_localize("Europe/Berlin", ambiguous="infer").dt.tz_convert("UTC"), settings={"timeZone": "Europe/Berlin"})
add("local times of a zone, 12 hours", table(swat), lambda f: parsed(SWAT)(f).dt.tz_localize("Asia/Singapore").dt.tz_convert("UTC"), settings={"timeZone": "Asia/Singapore"})
gaps = [SECONDS[i] + pd.Timedelta(minutes=90 * (i > 4)) for i in range(ROWS)]
add("a gap", table(gaps), parsed("%Y-%m-%d %H:%M:%S"))
back = [SECONDS[i] - pd.Timedelta(seconds=5 * (i > 4)) + pd.Timedelta(milliseconds=500 * (i > 4)) for i in range(ROWS)]
add("a jump back, sorted", table([t.isoformat(sep=" ", timespec="milliseconds") for t in back]), lambda f: pd.to_datetime(f["Timestamp"]), keep=lambda f: f.sort_index(kind="stable"), settings={"unordered": "sort"})
order = rng.permutation(ROWS)
add("rows in no order, sorted", table([iso[i] for i in order]), parsed("%Y-%m-%d %H:%M:%S"), keep=lambda f: f.sort_index(kind="stable"), settings={"unordered": "sort"})
twice = [iso[i - (i in (3, 6))] for i in range(ROWS)]
add("times that repeat, the first kept", table(twice), parsed("%Y-%m-%d %H:%M:%S"), keep=lambda f: f[~f.index.duplicated(keep="first")], settings={"duplicates": "keep-first"})
missing = table(iso).replace(repr(float(FIT[2])), "").replace(repr(float(LIT[5])), "NaN")
add("missing readings", missing, parsed("%Y-%m-%d %H:%M:%S"))

fixture = {"versions": {"pandas": pd.__version__, "numpy": np.__version__}, "cases": cases}
path = pathlib.Path(__file__).parents[2] / "test/fixtures/csv-dialects.json"
path.write_text(json.dumps(fixture, indent=1, ensure_ascii=False) + "\n")
