"""Twenty steps of each optimiser of torch.optim, for test/fixtures/optimizers.json.

Gradients of growing and shrinking size; with and without clipping by norm or by value; and averages of the
weights after each step by torch.optim.swa_utils.AveragedModel.

Run by hand: python utils/golden/optimizers.py
"""

import json
from pathlib import Path

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

torch.manual_seed(9)
torch.set_default_dtype(torch.float64)

STEPS = 20
SHAPES = {"a": (3, 5), "b": (7,), "c": (1,)}
#: the names of our slots and those of torch
SLOTS = {
    "adam": {"first": "exp_avg", "second": "exp_avg_sq", "largest": "max_exp_avg_sq"},
    "adamw": {"first": "exp_avg", "second": "exp_avg_sq", "largest": "max_exp_avg_sq"},
    "sgd": {"velocity": "momentum_buffer"},
    "rmsprop": {"square": "square_avg", "mean": "grad_avg", "velocity": "momentum_buffer"},
}
KINDS = {
    "adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop,
}


def flat(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().reshape(-1).tolist()]


def named(tensors):
    return {name: flat(tensor) for name, tensor in tensors.items()}


BEFORE = {name: torch.randn(shape) for name, shape in SHAPES.items()}
GRADIENTS = [
    {name: torch.randn(shape) * 10 ** (step % 5 - 2) for name, shape in SHAPES.items()} for step in range(STEPS)
]


def run(name, options, clip=None):
    weights = torch.nn.ParameterDict({key: torch.nn.Parameter(value.clone()) for key, value in BEFORE.items()})
    optimiser = KINDS[name](weights.values(), lr=0.01, **options)
    for gradients in GRADIENTS:
        for key, weight in weights.items():
            weight.grad = gradients[key].clone()
        if clip and clip["algorithm"] == "norm":
            torch.nn.utils.clip_grad_norm_(weights.values(), clip["limit"])
        if clip and clip["algorithm"] == "value":
            torch.nn.utils.clip_grad_value_(weights.values(), clip["limit"])
        optimiser.step()
    state = {
        slot: named({key: optimiser.state[weight][theirs] for key, weight in weights.items()})
        for slot, theirs in SLOTS[name].items()
        if optimiser.state[weights["a"]].get(theirs) is not None
    }
    return {"optimizer": name, "options": options, "clip": clip, "after": named(weights), "slots": state}


def averages(every, from_step, decay=None):
    """The mean, or with a decay the exponential mean, of the weights that SGD passes through."""
    model = torch.nn.ParameterDict({key: torch.nn.Parameter(value.clone()) for key, value in BEFORE.items()})
    average = AveragedModel(model, multi_avg_fn=decay and get_ema_multi_avg_fn(decay))
    optimiser = torch.optim.SGD(model.values(), lr=0.01)
    for step, gradients in enumerate(GRADIENTS):
        for key, weight in model.items():
            weight.grad = gradients[key].clone()
        optimiser.step()
        if step >= from_step and (step + 1) % every == 0:
            average.update_parameters(model)
    return {
        "every": every, "fromStep": from_step, "decay": decay, "weights": named(model), "averages": named(average.module),
    }


fixture = {
    "versions": {"torch": torch.__version__},
    "shapes": SHAPES,
    "before": named(BEFORE),
    "gradients": [named(gradients) for gradients in GRADIENTS],
    "norms": [
        torch.sqrt(sum((gradient**2).sum() for gradient in gradients.values())).item() for gradients in GRADIENTS
    ],
    "cases": [
        run("adamw", {"weight_decay": 0}),
        run("adamw", {"weight_decay": 0.1, "betas": (0.8, 0.99), "eps": 1e-6}, {"algorithm": "norm", "limit": 1.5}),
        run("adamw", {"weight_decay": 0.1, "amsgrad": True}, {"algorithm": "value", "limit": 0.5}),
        run("adam", {"weight_decay": 0.1}),
        run("adam", {"weight_decay": 0.1, "amsgrad": True}, {"algorithm": "norm", "limit": 1.5}),
        run("sgd", {}),
        run("sgd", {"weight_decay": 0.1}, {"algorithm": "value", "limit": 0.5}),
        run("sgd", {"momentum": 0.9, "weight_decay": 0.1}, {"algorithm": "norm", "limit": 1.5}),
        run("sgd", {"momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
        run("rmsprop", {}),
        run("rmsprop", {"alpha": 0.9, "eps": 1e-6, "weight_decay": 0.1}, {"algorithm": "norm", "limit": 1.5}),
        run("rmsprop", {"centered": True}, {"algorithm": "value", "limit": 0.5}),
        run("rmsprop", {"momentum": 0.9}),
        run("rmsprop", {"momentum": 0.9, "centered": True, "weight_decay": 0.1}),
    ],
    "averages": [averages(1, 0, 0.9), averages(4, 8)],
}
path = Path(__file__).parents[2] / "test/fixtures/optimizers.json"
path.write_text(json.dumps(fixture) + "\n")
