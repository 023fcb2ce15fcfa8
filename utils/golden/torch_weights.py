"""Weights between PyTorch and this project, both ways, for test/fixtures/torch.

torch-to-anodec: three modules with random weights, written by Python's safetensors, with a batch and its
reconstruction: the original Lightning module under attribute names of its own, a GRU with a linear output under our
names, and a stacked LSTM whose layers are one nn.LSTM. anodec-to-torch: networks that the built packages write, read
by Python's safetensors into torch.nn, with the hash of the file that was read and PyTorch's reconstruction.

Run by hand, after a build: python utils/golden/torch_weights.py
"""

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

import safetensors
import torch
from original_network import B, C, E, H, Original, W, flat
from safetensors.torch import load_file, save_file
from torch import nn

root = Path(__file__).parents[2]
folder = root / "test/fixtures/torch"
torch.manual_seed(5)

WRITE = """
import { writeFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { encodeSafetensors, toTorchWeights, untrained } from '@anodec/model';
const [path, options] = process.argv.slice(1);
const frame = createFrame({ values: new Float32Array(30), channels: ['A', 'B', 'C'] });
const fitted = await untrained.create(JSON.parse(options)).fit([frame]);
writeFileSync(path, encodeSafetensors(toTorchWeights(fitted.state().arrays)));
"""


class Layered(nn.Module):
    """The module that an exported file loads into: one-layer modules in lists."""

    def __init__(self, kind, layers, linear):
        super().__init__()
        sizes = [C] + [H] * layers + [E]
        self.encoder = nn.ModuleList(kind(a, b, batch_first=True) for a, b in zip(sizes, sizes[1:]))
        sizes = [E] + [H] * layers + ([] if linear else [C])
        self.decoder = nn.ModuleList(kind(a, b, batch_first=True) for a, b in zip(sizes, sizes[1:]))
        self.output = nn.Linear(H, C) if linear else nn.Identity()

    def forward(self, x):
        for layer in self.encoder:
            x, _ = layer(x)
        y = x[:, -1:].repeat(1, W, 1)
        for layer in self.decoder:
            y, _ = layer(y)
        return self.output(y)


class Stacked(nn.Module):
    """Two layers of one nn.LSTM before the code."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.ModuleDict({"hidden": nn.LSTM(C, H, 2, batch_first=True), "last": nn.LSTM(H, E, batch_first=True)})
        self.decoder = nn.LSTM(E, H, 2, batch_first=True)
        self.head = nn.Linear(H, C)

    def forward(self, x):
        x, _ = self.encoder["hidden"](x)
        x, _ = self.encoder["last"](x)
        y, _ = self.decoder(x[:, -1:].repeat(1, W, 1))
        return self.head(y)


def case(module, x):
    with torch.no_grad():
        return {"input": flat(x), "output": flat(module(x))}


def torch_to_anodec():
    cases = {}
    modules = {"original": Original(), "gru": Layered(nn.GRU, 1, True), "stacked": Stacked()}
    for name, module in modules.items():
        save_file(module.state_dict(), folder / f"{name}.safetensors")
        x = torch.tensor(flat(torch.randn(B, W, C))).reshape(B, W, C)
        cases[name] = case(module, x)
    return cases


def check_readme(path, x, expected):
    """The program in the README of the exports reconstructs the same."""
    text = (root / "packages/export/README.md").read_text()
    program = text.split("```python\n")[1].split("```")[0].replace("model.safetensors", path)
    names = {}
    exec(program, names)
    torch.testing.assert_close(names["reconstruct"](x).detach().float(), expected, rtol=1e-5, atol=1e-6)


def anodec_to_torch():
    cases = []
    for cell, layers, linear in (("lstm", 1, True), ("gru", 2, False)):
        options = {"cell": cell, "windowSize": W, "hiddenSize": H, "embeddingSize": E, "numLayers": layers, "linearOutput": linear, "reverseTarget": False, "seed": 9}
        with tempfile.NamedTemporaryFile(suffix=".safetensors") as file:
            program = ["node", "--input-type=module", "-e", WRITE, file.name, json.dumps(options)]
            subprocess.run(program, cwd=root / "packages/model", check=True)
            module = Layered({"lstm": nn.LSTM, "gru": nn.GRU}[cell], layers, linear)
            module.load_state_dict(load_file(file.name))
            if cell == "lstm":
                x = torch.randn(B, W, C)
                check_readme(file.name, x, module(x).detach())
            sha256 = hashlib.sha256(Path(file.name).read_bytes()).hexdigest()
        x = torch.tensor(flat(torch.randn(B, W, C))).reshape(B, W, C)
        cases.append({"options": options, "sha256": sha256, **case(module, x)})
    return cases


folder.mkdir(exist_ok=True)
fixture = {
    "versions": {"torch": torch.__version__, "safetensors": safetensors.__version__},
    "windowSize": W,
    "torchToAnodec": torch_to_anodec(),
    "anodecToTorch": anodec_to_torch(),
}
(folder / "weights.json").write_text(json.dumps(fixture) + "\n")
