"""Values and gradients of torch.nn.LSTM and torch.nn.GRU for test/fixtures/recurrent.json.

Every option of the operations `lstm` and `gru` is in at least one case. All in double precision.

Run by hand: python utils/golden/recurrent.py
"""

import json
from pathlib import Path

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

MODULES = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


def plain(tensor):
    values = [round(x, 8) for x in tensor.detach().reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": values}


def run(module, sequence, states, lengths):
    """Output, h_n and c_n (a list of one or two) of a module."""
    given = None if states is None else states[0] if len(states) == 1 else tuple(states)
    if lengths is None:
        output, final = module(sequence, given)
    else:
        packed = pack_padded_sequence(sequence, lengths, batch_first=True, enforce_sorted=False)
        output, final = module(packed, given)
        output, _ = pad_packed_sequence(output, batch_first=True, total_length=sequence.shape[1])
    return output, list(final) if isinstance(final, tuple) else [final]


def run_dropped(module, sequence, mask, rate):
    """Two layers, and between them the mask that PyTorch would have drawn by chance."""
    sizes = module.input_size, module.hidden_size
    layers = [type(module)(size, sizes[1], batch_first=True) for size in (sizes[0], sizes[1])]
    for k, layer in enumerate(layers):
        for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]:
            del layer._parameters[f"{name}_l0"]
            setattr(layer, f"{name}_l0", getattr(module, f"{name}_l{k}"))
        layer._flat_weights = [getattr(layer, name) for name in layer._flat_weights_names]
    hidden, first = run(layers[0], sequence, None, None)
    output, second = run(layers[1], hidden * mask / (1 - rate), None, None)
    return output, [torch.cat(pair) for pair in zip(first, second)]


def case(name, cell, B, W, I, H, layers=1, bidirectional=False, bias=True, initial=False,
         constant=False, last=False, lengths=None, dropout=None, upstream=None):
    module = MODULES[cell](I, H, layers, bias=bias, batch_first=True, bidirectional=bidirectional)
    source = (torch.randn(B, I) if constant else torch.randn(B, W, I)).requires_grad_()
    count = layers * (2 if bidirectional else 1)
    state_names = ["hidden", "cell"][: 2 if cell == "lstm" else 1]
    states = [torch.randn(count, B, H).mul(0.5).requires_grad_() for _ in state_names] if initial else None
    sequence = source[:, None, :].expand(B, W, I) if constant else source
    mask = (torch.rand(B, W, H) >= dropout).double() if dropout else None
    if dropout:
        output, final = run_dropped(module, sequence, mask, dropout)
    else:
        output, final = run(module, sequence, states, lengths)
    if last:
        output = torch.cat(list(final[0][-2:] if bidirectional else final[0][-1:]), -1)
    results = dict(zip(["output", *state_names], [output, *final]))
    used = upstream or list(results)
    upstreams = {result: torch.randn_like(results[result]) for result in used}
    sum((results[result] * upstreams[result]).sum() for result in used).backward()
    tensors = {"input": source, **dict(module.named_parameters())}
    if initial:
        tensors |= {f"initial_{name}": state for name, state in zip(state_names, states)}
    return {
        "name": name, "cell": cell, "steps": W, "last": last, "lengths": lengths,
        "dropout": dropout and {"rate": dropout, "mask": plain(mask)},
        "tensors": {name: plain(tensor) for name, tensor in tensors.items()},
        "upstream": {name: plain(tensor) for name, tensor in upstreams.items()},
        "results": {name: plain(tensor) for name, tensor in results.items()},
        "gradients": {name: plain(tensor.grad) for name, tensor in tensors.items()},
    }


OPTIONS = {
    "one of everything": ((1, 1, 1, 1), {}),
    "initial states": ((3, 5, 7, 5), {"initial": True}),
    "a gradient of the output alone": ((2, 3, 4, 5), {"upstream": ["output"]}),
    "a gradient of the last hidden state alone": ((2, 3, 4, 5), {"upstream": ["hidden"]}),
    "a constant input": ((2, 4, 3, 6), {"constant": True}),
    "the last state": ((5, 3, 4, 9), {"last": True, "initial": True}),
    "the last state of a constant input":
        ((2, 6, 5, 3), {"constant": True, "last": True, "initial": True}),
    "no biases": ((2, 3, 4, 3), {"bias": False}),
    "lengths": ((4, 6, 3, 5), {"lengths": [3, 6, 1, 5], "initial": True}),
    "lengths of a constant input": ((3, 4, 3, 2), {"lengths": [4, 1, 3], "constant": True}),
    "the last state at the lengths": ((3, 4, 2, 4), {"lengths": [2, 4, 1], "last": True}),
    "two directions": ((3, 5, 4, 3), {"bidirectional": True, "initial": True}),
    "two directions with lengths":
        ((4, 5, 3, 4), {"bidirectional": True, "lengths": [5, 2, 1, 4], "initial": True}),
    "the last state of two directions with lengths":
        ((3, 4, 3, 3), {"bidirectional": True, "lengths": [4, 1, 3], "last": True}),
    "three layers": ((2, 4, 3, 4), {"layers": 3, "initial": True}),
    "two layers with a constant input and a last state":
        ((3, 4, 2, 3), {"layers": 2, "constant": True, "last": True}),
    "two layers in two directions with lengths":
        ((3, 5, 3, 3),
         {"layers": 2, "bidirectional": True, "lengths": [2, 5, 4], "initial": True}),
    "two layers in two directions, a constant input, the last state":
        ((2, 3, 3, 2), {"layers": 2, "bidirectional": True, "constant": True, "last": True}),
    "dropout between two layers": ((3, 4, 3, 5), {"layers": 2, "dropout": 0.4}),
}

cases = [
    case(name, cell, *shape, **options)
    for cell in MODULES
    for name, (shape, options) in OPTIONS.items()
]
cases.append(case("a gradient of the cell state alone", "lstm", 2, 3, 4, 5, upstream=["cell"]))
path = Path(__file__).parents[2] / "test/fixtures/recurrent.json"
path.write_text(json.dumps({"versions": {"torch": torch.__version__}, "cases": cases}) + "\n")
