"""The training pieces beside the recurrence in PyTorch, for test/fixtures/training.json.

Dense layers with their gradients; losses with and without a mask, whose hidden targets are NaN; five
steps of Adam and AdamW with and without clipping.

Run by hand: python utils/golden/training.py
"""

import json
from pathlib import Path

import torch
from torch.nn import functional as F

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)


def flat(tensor):
    values = tensor.detach().reshape(-1).tolist()
    return [None if x != x else float(f"{x:.9g}") for x in values]  # JSON knows no NaN


def dense(*leading, inputs, outputs):
    x = torch.randn(*leading, inputs, requires_grad=True)
    layer = torch.nn.Linear(inputs, outputs)
    y = layer(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    return {
        "shape": [*leading, inputs], "outputs": outputs, "input": flat(x), "weight": flat(layer.weight),
        "bias": flat(layer.bias), "value": flat(y), "dValue": flat(dy), "dInput": flat(x.grad),
        "dWeight": flat(layer.weight.grad), "dBias": flat(layer.bias.grad),
    }


def loss(name, mask, shape):
    function = {"mae": F.l1_loss, "mse": F.mse_loss, "huber": F.huber_loss}[name]
    output = (torch.randn(shape) * 2).requires_grad_()
    target = torch.randn(shape)
    weights = {
        "none": None,
        "element": (torch.rand(shape) < 0.6).double(),
        "row": (torch.rand(shape[:-1]) < 0.6).double(),
    }[mask]
    if weights is None:
        value = function(output, target)
    else:
        seen = weights.bool() if mask == "element" else weights.bool()[..., None].expand(shape)
        value = function(output[seen], target[seen])
        target = torch.where(seen, target, torch.nan)
    value.backward()
    return {
        "name": name, "mask": mask, "shape": list(shape), "output": flat(output), "target": flat(target),
        "weights": None if weights is None else flat(weights), "weightShape": weights is not None and list(weights.shape),
        "value": value.item(), "gradient": flat(output.grad),
    }


def adam(clip, decay):
    shapes = {"a": (3, 5), "b": (7,), "c": (1,)}
    weights = {name: torch.nn.Parameter(torch.randn(shape)) for name, shape in shapes.items()}
    kind = torch.optim.AdamW if decay else torch.optim.Adam
    options = {"lr": 0.01, **({"weight_decay": decay} if decay else {})}
    optimiser = kind(weights.values(), **options)
    before = {name: flat(weight) for name, weight in weights.items()}
    gradients, norms = [], []
    for step in range(5):
        for weight in weights.values():
            weight.grad = torch.randn_like(weight) * 10 ** (step - 2)
        gradients.append({name: flat(weight.grad) for name, weight in weights.items()})
        norm = torch.nn.utils.clip_grad_norm_(weights.values(), clip or float("inf"))
        norms.append(norm.item())
        optimiser.step()
    state = optimiser.state
    return {
        "shapes": shapes, "clipNorm": clip, "weightDecay": decay, "before": before, "gradients": gradients,
        "norms": norms, "after": {name: flat(weight) for name, weight in weights.items()},
        "first": {name: flat(state[weight]["exp_avg"]) for name, weight in weights.items()},
        "second": {name: flat(state[weight]["exp_avg_sq"]) for name, weight in weights.items()},
    }


fixture = {
    "versions": {"torch": torch.__version__},
    "dense": [dense(5, inputs=3, outputs=7), dense(3, 4, inputs=9, outputs=1), dense(2, 3, inputs=1, outputs=6)],
    "losses": [
        loss(name, mask, shape)
        for name in ("mae", "mse", "huber")
        for mask, shape in (("none", (3, 5, 7)), ("element", (3, 5, 7)), ("row", (3, 5, 7)), ("row", (2, 3, 1)))
    ],
    "adam": [adam(0, 0), adam(1.5, 0), adam(0, 0.1), adam(1.5, 0.1)],
}
path = Path(__file__).parents[2] / "test/fixtures/training.json"
path.write_text(json.dumps(fixture) + "\n")
