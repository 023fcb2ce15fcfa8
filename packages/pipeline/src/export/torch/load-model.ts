/** The Python program beside exported weights. */

/** Needs torch and safetensors, and nothing of this project. */
export const LOAD_MODEL = `"""Loads model.safetensors into torch.nn and reconstructs windows of readings.

    from load_model import Autoencoder
    model = Autoencoder("model.safetensors")
    expected = model.expected(readings)  # (B, model.rows, C) in sensor units -> (B, W, C)

Channels are in the order of model.channels. Needs torch and safetensors.
"""

import json

import torch
from safetensors import safe_open
from torch import nn


class Autoencoder(nn.Module):
    """Weights keep their names: model.load_state_dict takes the file without the arrays of the linear path."""

    def __init__(self, path):
        super().__init__()
        with safe_open(path, "pt") as file:
            about = file.metadata()
            arrays = {name: file.get_tensor(name) for name in file.keys()}
        self.config = json.loads(about["network"])
        self.channels = json.loads(about["channels"])
        self.scaling = json.loads(about["scaling"])
        self.linear = {name[7:]: array for name, array in arrays.items() if name.startswith("linear.")}
        weights = {name: array for name, array in arrays.items() if not name.startswith("linear.")}
        self.lookback = len(self.linear.get("coefficients", []))
        self.rows = self.lookback + self.config["windowSize"]  # of a window of readings
        self.encoder = self.layers("encoder", weights)
        self.decoder = self.layers("decoder", weights)
        for name in ("output", "bridge"):
            if f"{name}.weight" in weights:
                outputs, inputs = weights[f"{name}.weight"].shape
                self.add_module(name, nn.Linear(inputs, outputs))
        self.load_state_dict(weights)

    def layers(self, side, weights):
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[self.config["cell"]]
        found = nn.ModuleList()
        while f"{side}.{len(found)}.weight_ih_l0" in weights:
            inputs = weights[f"{side}.{len(found)}.weight_ih_l0"].shape[1]
            hidden = weights[f"{side}.{len(found)}.weight_hh_l0"].shape[1]
            found.append(kind(inputs, hidden, batch_first=True))
        return found

    def forward(self, x):
        """Reconstructs inputs of the network, (B, W, C); the rows come in the order of the input."""
        W = self.config["windowSize"]
        for layer in self.encoder:
            x, _ = layer(x)
        code = x[:, -1]
        if self.config["decoder"] == "autoregressive":
            y = self.feed_back(code, W)
        else:
            y = code[:, None, :].repeat(1, W, 1)
            for layer in self.decoder:
                y, _ = layer(y)
            y = self.output(y) if hasattr(self, "output") else y
        return y.flip(1) if self.config["reverseTarget"] else y

    def feed_back(self, code, W):
        hidden = self.bridge(code) if hasattr(self, "bridge") else code
        state = hidden[None]
        if self.config["cell"] == "lstm":
            state = (state, torch.zeros_like(state))
        y, outputs = self.output(hidden), []
        for _ in range(W):
            h, state = self.decoder[0](y[:, None, :], state)
            y = self.output(h[:, 0])
            outputs.append(y)
        return torch.stack(outputs, 1)

    def scaled(self, readings):
        """Readings in sensor units as inputs, (B, rows, C) both."""
        s = {name: torch.as_tensor(value, dtype=torch.float64) for name, value in self.scaling.items() if value is not None}
        kept = (torch.as_tensor(readings, dtype=torch.float64) - s["shifts"]).float().double()
        x = (kept - s["offsets"]) / s["scales"]
        return (x.clamp(-s["clip"], s["clip"]) if "clip" in s else x).float()

    def expected_linear(self, x):
        """What the linear path expects of the last W rows of scaled readings."""
        p = {name: array.double() for name, array in self.linear.items()}
        L, W = self.lookback, self.config["windowSize"]
        centred = (x.double() - p["means"]).nan_to_num(0.0)
        forecast = sum((centred[:, L - 1 - l : L - 1 - l + W] @ p["coefficients"][l] for l in range(L)), 0.0)
        projected = centred[:, L:] @ p["components"].T @ p["components"]
        return (p["means"] + projected + p["shares"] * (forecast - projected)).float()

    @torch.no_grad()
    def expected(self, readings):
        """Readings that the model expects, (B, W, C) in sensor units; a missing reading is NaN."""
        x = self.scaled(readings)
        if not self.linear:
            y = self(x.nan_to_num(0.0))
        else:
            linear, spreads = self.expected_linear(x), self.linear["spreads"]
            left = (x[:, self.lookback :].double() - linear.double()) / spreads.double()
            y = linear + self(left.float().nan_to_num(0.0).clamp(-10, 10)) * spreads
        s = {name: torch.as_tensor(self.scaling[name], dtype=torch.float64) for name in ("shifts", "offsets", "scales")}
        return y.double() * s["scales"] + s["offsets"] + s["shifts"]
`;
