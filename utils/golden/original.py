"""The original system re-implemented in PyTorch, for test/fixtures/original.json.

Two simulated recordings, each standardised on itself as the original does; its windows, network, training and
scoring: sample_size windows drawn once from [0, n - window_size), the first int(validation_split * n) of
them train without shuffling, the others validate; two stacked LSTMs on each side without an output
layer; mean absolute error; Adam; the weights of the last epoch; and for every test_set_step_size-th
row the mean squared error of the window that ends at it. Weights and windows are drawn from the
seeded streams of packages/core/src/random.ts, so that both programs begin with the same numbers.

Run by hand: python utils/golden/original.py
"""

import json
import math
from pathlib import Path

import numpy
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
MASK = 0xFFFFFFFF
SEED = 42
SETTINGS = {
    "window_size": 20, "hidden_size": 6, "embedding_size": 5, "sample_size": 80, "validation_split": 0.25,
    "batch_size": 8, "max_epochs": 3, "learning_rate": 0.005, "test_set_step_size": 10,
}
CHANNELS = ["FIT101", "LIT101", "MV101", "P101"]


class Stream:
    """xoshiro128** (Blackman & Vigna 2021), seeded as packages/core/src/random.ts does."""

    def __init__(self, seed):
        self.seed, z, self.s = seed, seed & MASK, []
        for _ in range(4):
            z = (z + 0x9E3779B9) & MASK
            x = ((z ^ (z >> 16)) * 0x85EBCA6B) & MASK
            x = ((x ^ (x >> 13)) * 0xC2B2AE35) & MASK
            self.s.append(x ^ (x >> 16))

    def uniform(self):
        def rotate(x, bits):
            return ((x << bits) | (x >> (32 - bits))) & MASK

        s = self.s
        result = (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        shifted = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotate(s[3], 11)
        return result / 2**32

    def stream(self, name):
        value = (0x811C9DC5 ^ self.seed) & MASK
        for letter in name:
            value = ((value ^ ord(letter)) * 0x01000193) & MASK
        return Stream(value)


class Original(nn.Module):
    def __init__(self, channels, hidden, embedding, window):
        super().__init__()
        self.window = window
        self.encoder = nn.ModuleList([nn.LSTM(channels, hidden, batch_first=True), nn.LSTM(hidden, embedding, batch_first=True)])
        self.decoder = nn.ModuleList([nn.LSTM(embedding, hidden, batch_first=True), nn.LSTM(hidden, channels, batch_first=True)])

    def forward(self, x):
        x, _ = self.encoder[0](x)
        _, (code, _) = self.encoder[1](x)
        y = code[-1][:, None, :].repeat(1, self.window, 1)
        for layer in self.decoder:
            y, _ = layer(y)
        return y


def draw_weights(model):
    kinds = {"weight_ih_l0": "weightIh", "weight_hh_l0": "weightHh", "bias_ih_l0": "biasIh", "bias_hh_l0": "biasHh"}
    weights = Stream(SEED).stream("weights")
    for name, parameter in model.named_parameters():
        side, layer, kind = name.split(".")
        stream = weights.stream(f"{side}.{layer}.{kinds[kind]}")
        hidden = dict(model.named_parameters())[f"{side}.{layer}.weight_hh_l0"].shape[1]
        values = [(2 * stream.uniform() - 1) / math.sqrt(hidden) for _ in range(parameter.numel())]
        parameter.data = torch.tensor(values).reshape(parameter.shape)


def recording(rows, attack):
    random = numpy.random.default_rng(11 + rows)
    t = numpy.arange(rows) + rows
    values = numpy.stack([numpy.sin(t / 9), numpy.cos(t / 14) * 3 + 5, (t // 25 % 2).astype(float), (t // 40 % 2).astype(float)], 1)
    values += 0.05 * random.normal(size=values.shape)
    if attack:
        values[200:230, 1] += 6
    values = (values - values.mean(0)) / values.std(0)
    return values.round(4).astype("float32").astype("float64")


def mean_loss(model, windows, batch, optimiser=None):
    total = 0.0
    for at in range(0, len(windows), batch):
        x = windows[at : at + batch]
        loss = nn.functional.l1_loss(model(x), x)
        if optimiser:
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        total += loss.item() * len(x)
    return total / len(windows)


def fit(model, values):
    W, sample = SETTINGS["window_size"], SETTINGS["sample_size"]
    draws = Stream(SEED).stream("windows 0")
    starts = [math.floor(draws.uniform() * (len(values) - W)) for _ in range(sample)]
    windows = torch.tensor(numpy.stack([values[start : start + W] for start in starts]))
    trained = int(SETTINGS["validation_split"] * sample)
    optimiser = torch.optim.Adam(model.parameters(), lr=SETTINGS["learning_rate"])
    epochs = []
    for _ in range(SETTINGS["max_epochs"]):
        train = mean_loss(model, windows[:trained], SETTINGS["batch_size"], optimiser)
        with torch.no_grad():
            epochs.append({"train": train, "valid": mean_loss(model, windows[trained:], SETTINGS["batch_size"])})
    return starts, epochs


def score(model, values):
    W = SETTINGS["window_size"]
    errors = []
    for end in range(W, len(values), SETTINGS["test_set_step_size"]):
        window = torch.tensor(values[end - W + 1 : end + 1])[None]
        with torch.no_grad():
            output = model(window)
        errors.append({"row": end, "mse": nn.functional.mse_loss(output, window).item(), "mae": nn.functional.l1_loss(output, window).item()})
    return errors


def parameters(hidden, embedding):
    return sum(parameter.numel() for parameter in Original(51, hidden, embedding, 100).parameters())


normal, attack = recording(400, False), recording(450, True)
model = Original(len(CHANNELS), SETTINGS["hidden_size"], SETTINGS["embedding_size"], SETTINGS["window_size"])
draw_weights(model)
starts, epochs = fit(model, normal)
fixture = {
    "versions": {"torch": torch.__version__, "numpy": numpy.__version__},
    "settings": SETTINGS,
    "channels": CHANNELS,
    "normal": [round(float(x), 4) for x in normal.reshape(-1)],
    "attack": [round(float(x), 4) for x in attack.reshape(-1)],
    "starts": starts,
    "epochs": epochs,
    "errors": score(model, attack),
    "parameters": {f"{hidden}/{embedding}": parameters(hidden, embedding) for hidden, embedding in ((64, 128), (128, 456), (256, 512))},
}
path = Path(__file__).parents[2] / "test/fixtures/original.json"
path.write_text(json.dumps(fixture) + "\n")
