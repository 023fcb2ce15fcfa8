/** The Python program beside an exported scorer. */

/** Needs numpy, pandas and onnxruntime, and nothing of this project. */
export const SCORE_TABLE = `"""Scores a CSV table with scorer.onnx: python score_table.py readings.csv > scores.csv

Rows must lie at the interval of training, without a gap; columns are found by the names of the channels. The first rows,
before a window is full, have no score. Needs numpy, pandas and onnxruntime.
"""

import json
import sys
from pathlib import Path

import numpy
import onnxruntime
import pandas

session = onnxruntime.InferenceSession(str(Path(__file__).with_name("scorer.onnx")))
about = session.get_modelmeta().custom_metadata_map
rows, threshold = int(about["rows"]), float(about["threshold"])
table = pandas.read_csv(sys.argv[1])
readings = table[json.loads(about["channels"])].to_numpy("float64")
windows = numpy.lib.stride_tricks.sliding_window_view(readings, rows, axis=0).transpose(0, 2, 1)
scores = numpy.full(len(table), numpy.nan, "float32")
for start in range(0, len(windows), 256):
    (batch,) = session.run(["score"], {"readings": numpy.ascontiguousarray(windows[start : start + 256])})
    scores[rows - 1 + start :][: len(batch)] = batch
result = pandas.DataFrame({"score": scores, "exceeds": scores > threshold})
result.to_csv(sys.stdout, index_label="row")
`;
