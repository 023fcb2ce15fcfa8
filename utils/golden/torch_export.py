"""Exported weights in load_model.py, for test/fixtures/torch/load-model.json.

Each network of packages/export/src/example.fixture.ts is exported as safetensors; the program beside the file
loads it into torch.nn and says what it expects of the last rows of readings. Kept are the hashes of both files and what
is expected, in sensor units.

Run by hand, after a build: python utils/golden/torch_export.py
"""

import hashlib
import importlib.util
import json
import subprocess
import tempfile
from pathlib import Path

import numpy
import safetensors
import torch

root = Path(__file__).parents[2]
WRITE = """
import { mkdirSync, writeFileSync } from 'node:fs';
import { exampleArtifact, exampleFrame, examples } from './packages/export/src/example.fixture.ts';
import { safetensorsFormat } from './packages/export/src/torch/safetensors-format.ts';
const folder = process.argv[1];
const { values, offsets } = exampleFrame();
const readings = [...values].map((value, i) => (Number.isNaN(value) ? null : value + offsets[i % offsets.length]));
const names = Object.keys(examples).filter((name) => examples[name].state === undefined);
for (const [i, name] of names.entries()) {
  mkdirSync(`${folder}/${i}`);
  const { files } = safetensorsFormat.make(exampleArtifact(examples[name]));
  for (const [file, content] of Object.entries(files)) writeFileSync(`${folder}/${i}/${file}`, content);
}
writeFileSync(`${folder}/examples.json`, JSON.stringify({ channels: offsets.length, readings, names }));
"""


def expected(folder, readings):
    spec = importlib.util.spec_from_file_location("load_model", f"{folder}/load_model.py")
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    model = program.Autoencoder(f"{folder}/model.safetensors").eval()
    rows = model.expected(torch.tensor(readings[-model.rows :])[None])
    return [float(f"{x:.9g}") for x in rows.reshape(-1).tolist()]


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


with tempfile.TemporaryDirectory() as folder:
    program = ["node", "--conditions=@anodec/source", "--import", "tsx", "--input-type=module", "-e", WRITE, folder]
    subprocess.run(program, cwd=root, check=True)
    examples = json.loads(Path(folder, "examples.json").read_text())
    readings = numpy.array(examples["readings"], "float64").reshape(-1, examples["channels"])
    cases = {
        name: {"weights": sha256(f"{folder}/{i}/model.safetensors"), "expected": expected(f"{folder}/{i}", readings)}
        for i, name in enumerate(examples["names"])
    }
    loader = sha256(f"{folder}/0/load_model.py")

versions = {"torch": torch.__version__, "safetensors": safetensors.__version__}
fixture = {"versions": versions, "loader": loader, "cases": cases}
(root / "test/fixtures/torch/load-model.json").write_text(json.dumps(fixture) + "\n")
