"""Values and gradients of torch.nn.LSTM and torch.nn.GRU for test/fixtures/recurrent.json.

Run by hand: python utils/golden/recurrent.py
"""

import json
from pathlib import Path

import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def flat(tensor):
    return [round(x, 8) for x in tensor.detach().reshape(-1).tolist()]


def case(cell, B, W, I, H, initial=False, constant=False, last=False):
    layer = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell](I, H, batch_first=True)
    source = torch.randn(B, I) if constant else torch.randn(B, W, I)
    source.requires_grad_()
    states = [torch.randn(1, B, H).mul(0.5).requires_grad_() for _ in range(2 if cell == "lstm" else 1)]
    given = (tuple(states) if cell == "lstm" else states[0]) if initial else None
    sequence = source[:, None, :].expand(B, W, I) if constant else source
    output, _ = layer(sequence, given)
    if last:
        output = output[:, -1]
    upstream = torch.randn_like(output)
    (output * upstream).sum().backward()
    weights = dict(zip(["weightIh", "weightHh", "biasIh", "biasHh"], layer.parameters()))
    tensors = {"input": source, **weights}
    if initial:
        tensors |= dict(zip(["initialHidden", "initialCell"], states))
    return {
        "cell": cell, "B": B, "W": W, "I": I, "H": H,
        "initial": initial, "constant": constant, "last": last,
        "tensors": {name: flat(tensor) for name, tensor in tensors.items()},
        "upstream": flat(upstream),
        "output": flat(output),
        "gradients": {name: flat(tensor.grad) for name, tensor in tensors.items()},
    }


cases = [
    case(cell, *shape, **options)
    for cell in ["lstm", "gru"]
    for shape, options in [
        ((1, 1, 1, 1), {}),
        ((3, 5, 7, 5), {"initial": True}),
        ((2, 4, 3, 6), {"constant": True}),
        ((5, 3, 4, 9), {"last": True, "initial": True}),
        ((2, 6, 5, 3), {"constant": True, "last": True, "initial": True}),
    ]
]
path = Path(__file__).parents[2] / "test/fixtures/recurrent.json"
path.write_text(json.dumps({"versions": {"torch": torch.__version__}, "cases": cases}) + "\n")
