"""Whole autoencoders and Adam in PyTorch for test/fixtures/autoencoder.json.

Each case: weights, a batch, the reconstruction, the loss and its gradients, then the weights after
five steps of torch.optim.Adam on the same batch.

Run by hand: python utils/golden/autoencoder.py
"""

import json
from pathlib import Path

import torch
from torch import nn

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)
B, W, C = 3, 4, 3


def flat(tensor):
    return [round(x, 8) for x in tensor.detach().reshape(-1).tolist()]


class Autoencoder(nn.Module):
    def __init__(self, cell, hidden, embedding, layers, linear, decoder):
        super().__init__()
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[cell]
        sizes = [C] + [hidden] * layers + [embedding]
        self.encoder = nn.ModuleList(kind(a, b, batch_first=True) for a, b in zip(sizes, sizes[1:]))
        sizes = [embedding] + [hidden] * layers + ([] if linear else [C])
        if decoder == "autoregressive":
            sizes = [C, hidden]
        self.decoder = nn.ModuleList(kind(a, b, batch_first=True) for a, b in zip(sizes, sizes[1:]))
        if decoder == "autoregressive" and hidden != embedding:
            self.bridge = nn.Linear(embedding, hidden)
        if linear:
            self.output = nn.Linear(hidden, C)
        self.kind = decoder

    def forward(self, x):
        for layer in self.encoder:
            x, _ = layer(x)
        code = x[:, -1]
        if self.kind == "repeat":
            y = code[:, None, :].repeat(1, W, 1)
            for layer in self.decoder:
                y, _ = layer(y)
            return self.output(y) if hasattr(self, "output") else y
        hidden = self.bridge(code) if hasattr(self, "bridge") else code
        state = hidden[None]
        if isinstance(self.decoder[0], nn.LSTM):
            state = (state, torch.zeros_like(state))
        y, outputs = self.output(hidden), []
        for _ in range(W):
            h, state = self.decoder[0](y[:, None, :], state)
            y = self.output(h[:, 0])
            outputs.append(y)
        return torch.stack(outputs, 1)


def ours(name):
    side, index, *rest = name.split(".")
    if side in ("encoder", "decoder"):
        kind = {"weight_ih_l0": "weightIh", "weight_hh_l0": "weightHh", "bias_ih_l0": "biasIh", "bias_hh_l0": "biasHh"}
        return f"{side}.{index}.{kind[rest[0]]}"
    return name


def case(cell, loss, hidden=4, embedding=3, layers=1, linear=True, decoder="repeat", reverse=False):
    model = Autoencoder(cell, hidden, embedding, layers, linear, decoder)
    criterion = {"mae": nn.L1Loss(), "mse": nn.MSELoss(), "huber": nn.HuberLoss()}[loss]
    batch = torch.randn(B, W, C) * 1.5
    named = {ours(name): weight for name, weight in model.named_parameters()}
    before = {name: flat(weight) for name, weight in named.items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    first = None
    for _ in range(5):
        optimiser.zero_grad()
        output = model(batch)
        value = criterion(output, batch.flip(1) if reverse else batch)
        value.backward()
        first = first or {
            "output": flat(output), "loss": value.item(),
            "gradients": {name: flat(weight.grad) for name, weight in named.items()},
        }
        optimiser.step()
    settings = {
        "cell": cell, "loss": loss, "hiddenSize": hidden, "embeddingSize": embedding,
        "numLayers": layers, "linearOutput": linear, "decoder": decoder, "reverseTarget": reverse,
    }
    after = {name: flat(weight) for name, weight in named.items()}
    return {"settings": settings, "weights": before, "batch": flat(batch), **first, "after": after}


cases = [
    case("lstm", "mae", linear=False),
    case("gru", "huber", layers=2),
    case("lstm", "mse", layers=2, reverse=True),
    case("lstm", "huber", decoder="autoregressive"),
    case("gru", "mse", embedding=4, decoder="autoregressive"),
]
path = Path(__file__).parents[2] / "test/fixtures/autoencoder.json"
versions = {"torch": torch.__version__}
path.write_text(json.dumps({"versions": versions, "B": B, "W": W, "C": C, "cases": cases}) + "\n")
