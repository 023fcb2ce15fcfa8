"""FLOPs and weights of autoencoders, counted by PyTorch: python utils/golden/summary.py

Writes test/fixtures/summary.json. Layers are cells in a loop, because FlopCounterMode sees the products inside
a cell and not those inside torch.nn.LSTM.
"""
import json
import pathlib

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

CASES = [
    {"cell": "lstm", "windowSize": 20, "hiddenSize": 32, "embeddingSize": 16, "numLayers": 1, "linearOutput": True},
    {"cell": "gru", "windowSize": 7, "hiddenSize": 8, "embeddingSize": 5, "numLayers": 2, "linearOutput": True},
    {"cell": "lstm", "windowSize": 9, "hiddenSize": 6, "embeddingSize": 11, "numLayers": 1, "linearOutput": False},
]
CHANNELS = 13


def run(cell, rows):
    """Every row through the cell; products of the input that is the same at every row once."""
    state = None
    outputs = []
    for row in rows:
        state = cell(row, state)
        outputs.append(state[0] if isinstance(state, tuple) else state)
    return outputs


class Decoded(nn.Module):
    """A cell whose input is the code at every row: its product is computed once."""

    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, code, rows):
        hidden = code.new_zeros(code.shape[0], self.cell.hidden_size)
        once = code @ self.cell.weight_ih.T
        for _ in range(rows):
            gates = hidden @ self.cell.weight_hh.T
            hidden = torch.tanh(gates[:, : self.cell.hidden_size] + once[:, : self.cell.hidden_size])
        return [hidden] * rows


def count(case):
    Cell = nn.LSTMCell if case["cell"] == "lstm" else nn.GRUCell
    H, E, C, W = case["hiddenSize"], case["embeddingSize"], CHANNELS, case["windowSize"]
    encoder = [C] + [H] * case["numLayers"] + [E]
    decoder = [E] + [H] * case["numLayers"] + ([] if case["linearOutput"] else [C])
    cells = [Cell(i, h) for i, h in zip(encoder, encoder[1:])]
    first, *others = [Cell(i, h) for i, h in zip(decoder, decoder[1:])]
    output = nn.Linear(H, C) if case["linearOutput"] else None
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        rows = [torch.zeros(1, C)] * W
        for cell in cells:
            rows = run(cell, rows)
        rows = Decoded(first)(rows[-1], W)
        for cell in others:
            rows = run(cell, rows)
        if output is not None:
            rows = [output(row) for row in rows]
    modules = [*cells, first, *others] + ([output] if output is not None else [])
    weights = sum(p.numel() for module in modules for p in module.parameters())
    return {"settings": case, "channels": C, "flops": counter.get_total_flops(), "weights": weights}


if __name__ == "__main__":
    target = pathlib.Path(__file__).parents[2] / "test/fixtures/summary.json"
    golden = {"torch": torch.__version__, "cases": [count(case) for case in CASES]}
    target.write_text(json.dumps(golden, indent=1) + "\n")
