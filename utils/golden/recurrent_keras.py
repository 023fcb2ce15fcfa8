"""Values and gradients of keras.layers.LSTM and GRU for test/fixtures/recurrent_keras.json.

In double precision, on Keras' torch backend, whose loop over time is Keras' own.

Run by hand: KERAS_BACKEND=torch python utils/golden/recurrent_keras.py
"""

import json
from pathlib import Path

import keras
import numpy
import torch

keras.config.set_floatx("float64")
keras.utils.set_random_seed(1)
B, W, I, H = 4, 5, 3, 4
MASK = numpy.array([
    [1, 1, 1, 1, 1],
    [1, 1, 0, 0, 0],  # padded at the end
    [0, 0, 1, 1, 1],  # padded at the beginning
    [0, 1, 0, 1, 0],  # with holes
], dtype=bool)


def plain(tensor):
    array = tensor.detach().numpy()
    return {"shape": list(array.shape), "values": [round(x, 8) for x in array.reshape(-1).tolist()]}


def case(name, cell, mask=None, initial=False, **settings):
    layer = getattr(keras.layers, cell)(H, bias_initializer="random_normal", **settings)
    layer.build((B, W, I))
    x = torch.randn(B, W, I, dtype=torch.float64, requires_grad=True)
    count = 2 if cell == "LSTM" else 1
    states = [torch.randn(B, H, dtype=torch.float64, requires_grad=True) for _ in range(count)]
    given = None if mask is None else torch.from_numpy(mask)
    outputs = layer(x, mask=given, initial_state=states if initial else None)
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    upstream = torch.randn_like(outputs[0])
    (outputs[0] * upstream).sum().backward()
    weights = [weight.value for weight in layer.weights]
    return {
        "name": name, "cell": cell, "settings": {"units": H, **settings},
        "mask": None if mask is None else mask.astype(int).tolist(),
        "input": plain(x), "weights": [plain(weight) for weight in weights],
        "initial": [plain(state) for state in states] if initial else None,
        "outputs": [plain(output) for output in outputs],
        "upstream": plain(upstream),
        "gradients": [plain(tensor.grad) for tensor in [x, *weights]],
    }


CASES = {
    "defaults": {},
    "sequences": {"return_sequences": True},
    "states": {"return_state": True, "initial": True},
    "sequences and states": {"return_sequences": True, "return_state": True},
    "backwards": {"return_sequences": True, "return_state": True, "go_backwards": True},
    "no bias": {"use_bias": False},
    "a mask": {"mask": MASK, "return_state": True},
    "a mask, sequences": {"mask": MASK, "return_sequences": True, "return_state": True},
    "a mask, backwards":
        {"mask": MASK, "return_sequences": True, "return_state": True, "go_backwards": True},
    "a mask, the last state backwards": {"mask": MASK, "go_backwards": True},
}

cases = [case(name, cell, **options) for cell in ["LSTM", "GRU"] for name, options in CASES.items()]
versions = {"keras": keras.__version__, "torch": torch.__version__}
path = Path(__file__).parents[2] / "test/fixtures/recurrent_keras.json"
path.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
