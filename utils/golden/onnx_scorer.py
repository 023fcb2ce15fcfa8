"""Exported ONNX scorers in onnxruntime, for test/fixtures/onnx-scorer.json.

Each example of packages/export/src/example.fixture.ts is exported and checked by onnx; onnxruntime scores every
window of its readings, first one by one and then all at once. Kept are the hash of the file and the outputs.

Run by hand, after a build: python utils/golden/onnx_scorer.py
"""

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

import numpy
import onnx
import onnxruntime

root = Path(__file__).parents[2]
WRITE = """
import { writeFileSync } from 'node:fs';
import { exampleArtifact, exampleFrame, examples } from './packages/export/src/example.fixture.ts';
import { onnxScorer } from './packages/export/src/onnx/scorer.ts';
const folder = process.argv[1];
const { values, offsets } = exampleFrame();
const readings = [...values].map((value, i) => (Number.isNaN(value) ? null : value + offsets[i % offsets.length]));
const rows = Object.entries(examples).map(([name, parts], i) => {
  const scorer = onnxScorer(exampleArtifact(parts), 'golden');
  writeFileSync(`${folder}/${i}.onnx`, scorer.bytes);
  return [name, scorer.rows];
});
writeFileSync(`${folder}/examples.json`, JSON.stringify({ channels: offsets.length, readings, rows }));
"""


def known(values):
    return [None if numpy.isnan(x) else float(f"{x:.8g}") for x in values.reshape(-1).tolist()]


def run(path, windows):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = ["score", "channel_scores", "channel_errors"]
    outputs = session.run(names, {"readings": windows})
    alone = [session.run(names, {"readings": window[None]}) for window in windows]
    for name, together, single in zip(names, outputs, zip(*alone)):
        numpy.testing.assert_allclose(together, numpy.concatenate(single), rtol=1e-5, atol=1e-6, err_msg=name)
    return {name: known(values) for name, values in zip(names, outputs)}


with tempfile.TemporaryDirectory() as folder:
    program = ["node", "--conditions=@anodec/source", "--import", "tsx", "--input-type=module", "-e", WRITE, folder]
    subprocess.run(program, cwd=root, check=True)
    examples = json.loads(Path(folder, "examples.json").read_text())
    readings = numpy.array(examples["readings"], "float64").reshape(-1, examples["channels"])
    cases = {}
    for i, (name, rows) in enumerate(examples["rows"]):
        path = f"{folder}/{i}.onnx"
        onnx.checker.check_model(path, full_check=True)
        windows = numpy.stack([readings[end - rows : end] for end in range(rows, len(readings) + 1)])
        cases[name] = {"sha256": hashlib.sha256(Path(path).read_bytes()).hexdigest(), "rows": rows, **run(path, windows)}

versions = {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__, "numpy": numpy.__version__}
fixture = {"versions": versions, "cases": cases}
(root / "test/fixtures/onnx-scorer.json").write_text(json.dumps(fixture) + "\n")
