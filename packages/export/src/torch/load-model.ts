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

LEAST_OTHERS = 1e-4  # what is left of the divisor of a channel that is a component of its own


class Decoder(nn.Module):
    """From codes to windows. The modules that a network has are those whose weights there are."""

    def __init__(self, config, weights):
        super().__init__()
        self.config = config
        self.decoder, self.decoder_norm = self.layers("decoder", weights), self.norms("decoder", weights)
        for name in ("output", "bridge", "attention", "combine", "code", "mean", "logVariance"):
            if f"{name}.weight" in weights:
                outputs, inputs = weights[f"{name}.weight"].shape
                self.add_module(name, nn.Linear(inputs, outputs, bias=f"{name}.bias" in weights))

    def layers(self, side, weights):
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[self.config["cell"]]
        both = f"{side}.0.weight_ih_l0_reverse" in weights
        found = nn.ModuleList()
        while f"{side}.{len(found)}.weight_ih_l0" in weights:
            inputs = weights[f"{side}.{len(found)}.weight_ih_l0"].shape[1]
            hidden = weights[f"{side}.{len(found)}.weight_hh_l0"].shape[1]
            found.append(kind(inputs, hidden, batch_first=True, bidirectional=both))
        return found

    def norms(self, side, weights):
        found = nn.ModuleList()
        while f"{side}_norm.{len(found)}.weight" in weights:
            found.append(nn.LayerNorm(len(weights[f"{side}_norm.{len(found)}.weight"])))
        return found

    def decode(self, code, memory, W):
        """Codes, (B, E), and states of the encoder, (B, W, K), to rows in the order of decoding, (B, W, C)."""
        if self.config["decoder"] == "autoregressive":
            return self.feed_back(code, memory, W)
        y = code[:, None, :].repeat(1, W, 1)
        for i, layer in enumerate(self.decoder):
            y, _ = layer(y)
            y = self.decoder_norm[i](y) if i < len(self.decoder_norm) else y
        return self.read_out(y, memory)

    def feed_back(self, code, memory, W):
        hidden = self.bridge(code) if hasattr(self, "bridge") else code
        state = hidden[None]
        if self.config["cell"] == "lstm":
            state = (state, torch.zeros_like(state))
        y, outputs = self.read_out(hidden[:, None, :], memory), []
        for _ in range(W):
            h, state = self.decoder[0](y, state)
            y = self.read_out(self.decoder_norm[0](h) if len(self.decoder_norm) else h, memory)
            outputs.append(y)
        return torch.cat(outputs, 1)

    def read_out(self, hidden, memory):
        """Hidden states, (B, R, H), to rows; with attention over the states of the encoder."""
        if hasattr(self, "combine"):
            query = self.attention(hidden) if hasattr(self, "attention") else hidden
            found = (query @ memory.transpose(1, 2)).softmax(-1) @ memory
            hidden = self.combine(torch.cat([found, hidden], -1)).tanh()
        return self.output(hidden) if hasattr(self, "output") else hidden


class Autoencoder(Decoder):
    """Weights keep their names: model.load_state_dict takes the file without the arrays of the linear path."""

    def __init__(self, path):
        with safe_open(path, "pt") as file:
            about = file.metadata()
            arrays = {name: file.get_tensor(name) for name in file.keys()}
        weights = {name: array for name, array in arrays.items() if not name.startswith("linear.")}
        super().__init__(json.loads(about["network"]), weights)
        self.channels = json.loads(about["channels"])
        self.scaling = json.loads(about["scaling"])
        self.linear = {name[7:]: array for name, array in arrays.items() if name.startswith("linear.")}
        self.lookback = len(self.linear.get("coefficients", []))
        self.rows = self.lookback + self.config["windowSize"]  # of a window of readings
        self.encoder, self.encoder_norm = self.layers("encoder", weights), self.norms("encoder", weights)
        second = {name[7:]: array for name, array in weights.items() if name.startswith("second.")}
        if second:
            self.second = Decoder(self.config, second)
        self.load_state_dict(weights)

    def encode(self, x):
        """Windows, (B, W, C), to codes, (B, E), of a variational network the means, and states, (B, W, K)."""
        for i, layer in enumerate(self.encoder):
            x, state = layer(x)
            last = state[0] if self.config["cell"] == "lstm" else state
            code = torch.cat(list(last), -1)  # each direction's own last state
            if len(self.encoder_norm):
                x, code = self.encoder_norm[i](x), self.encoder_norm[i](code)
        head = getattr(self, "mean", None) or getattr(self, "code", None)
        return (head(code) if head else code), x

    def forward(self, x):
        """Reconstructs inputs of the network, (B, W, C); the rows come in the order of the input."""
        W = self.config["windowSize"]
        encoding = self.encode(x)
        y = self.decode(*encoding, W)
        y = y.flip(1) if self.config["reverseTarget"] else y
        if not hasattr(self, "second"):
            return y
        other = self.second.decode(*encoding, W)
        return (y + (other if self.config["reverseTarget"] else other.flip(1))) / 2

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
        if "own" in p:  # a channel takes no part in its own expectation
            projected = (projected - p["own"] * centred[:, L:]) / (1 - p["own"] * (1 - LEAST_OTHERS))
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
