"""Whole autoencoders and Adam in PyTorch for test/fixtures/autoencoder.json.

Each case: weights, a batch, the reconstruction, the loss and its gradients, then the weights after five steps of
torch.optim.Adam on the same batch. Whatever training draws at random is drawn here, too: `draws` holds, by stream,
numbers uniform in [0, 1) or normal; every step uses the same ones.

Run by hand: python utils/golden/autoencoder.py
"""

import json

from pathlib import Path

import torch
from torch import nn

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)
B, W, C = 3, 4, 3

DEFAULTS = {
    "cell": "lstm", "loss": "mse", "hiddenSize": 4, "embeddingSize": 3, "numLayers": 1, "linearOutput": True,
    "decoder": "repeat", "reverseTarget": False,
}  # fmt: skip


def flat(tensor):
    return [round(x, 8) for x in tensor.detach().reshape(-1).tolist()]


class Draws:
    """Random numbers by the name of their stream, kept for the fixture; the same ones at every step."""

    def __init__(self):
        self.kept = {}

    def uniform(self, name, *shape):
        return self._draw(name, lambda: torch.rand(*shape))

    def normal(self, name, *shape):
        return self._draw(name, lambda: torch.randn(*shape))

    def _draw(self, name, draw):
        if name not in self.kept:
            self.kept[name] = (draw() * 1e8).round() / 1e8
        return self.kept[name]

    def mask(self, name, rate, *shape):
        return (self.uniform(name, *shape) >= rate) / (1 - rate)


def masked_direction(layer, x, suffix, mask, state):
    """One direction of nn.LSTM or nn.GRU, written out, with the hidden state masked in its product with the weights."""
    wi, wh, bi, bh = (
        getattr(layer, f"{n}_l0{suffix}") for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    h, c = state
    outputs = [None] * x.shape[1]
    for t in reversed(range(x.shape[1])) if suffix else range(x.shape[1]):
        a, b = x[:, t] @ wi.T + bi, (h * mask) @ wh.T + bh
        if isinstance(layer, nn.LSTM):
            i, f, g, o = (a + b).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
        else:
            (ar, az, an), (br, bz, bn) = a.chunk(3, 1), b.chunk(3, 1)
            z = torch.sigmoid(az + bz)
            n = torch.tanh(an + torch.sigmoid(ar + br) * bn)
            h = (1 - z) * n + z * h
        outputs[t] = h
    return torch.stack(outputs, 1), (h, c)


class Autoencoder(nn.Module):
    def __init__(self, settings):
        super().__init__()
        self.s = s = settings
        cell, hidden, embedding, layers = s["cell"], s["hiddenSize"], s["embeddingSize"], s["numLayers"]
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[cell]
        both = bool(s.get("bidirectional"))
        sizes = [C] + [hidden] * layers + [embedding]
        wide = [C] + [(2 if both else 1) * size for size in sizes[1:]]
        self.encoder = nn.ModuleList(
            kind(a, b, batch_first=True, bidirectional=both) for a, b in zip(wide, sizes[1:])
        )
        self.add_decoder(self, kind)
        top = wide[-1]
        if s.get("variational"):
            self.mean = nn.Linear(top, embedding)
            self.logVariance = nn.Linear(top, embedding)
        elif both:
            self.code = nn.Linear(top, embedding)
        if s.get("layerNorm"):
            self.encoder_norm = nn.ModuleList(nn.LayerNorm(size) for size in wide[1:])
        if s.get("direction") == "both":
            self.second = nn.Module()
            self.add_decoder(self.second, kind)
        for name, weight in self.named_parameters():
            if "norm" in name:  # else the golden numbers could not tell a scale of 1 from none
                nn.init.uniform_(weight, 0.5, 1.5)

    def add_decoder(self, at, kind):
        s = self.s
        hidden, embedding = s["hiddenSize"], s["embeddingSize"]
        sizes = [embedding] + [hidden] * s["numLayers"] + ([] if s["linearOutput"] else [C])
        if s["decoder"] == "autoregressive":
            sizes = [C, hidden]
        at.decoder = nn.ModuleList(kind(a, b, batch_first=True) for a, b in zip(sizes, sizes[1:]))
        if s["decoder"] == "autoregressive" and hidden != embedding:
            at.bridge = nn.Linear(embedding, hidden)
        if s["linearOutput"]:
            at.output = nn.Linear(hidden, C)
        if s.get("layerNorm"):
            normed = sizes[1:] if s["linearOutput"] else sizes[1:-1]
            at.decoder_norm = nn.ModuleList(nn.LayerNorm(size) for size in normed)
        attention = s.get("attention", "none")
        top = (2 if s.get("bidirectional") else 1) * embedding
        if attention == "general":
            at.attention = nn.Linear(hidden, top, bias=False)
        if attention != "none":
            at.combine = nn.Linear(top + hidden, hidden)

    def run_layer(self, layer, name, x, state=None):
        """All rows of a layer and its state after them; with recurrentDropout in training row by row."""
        rate = self.s.get("recurrentDropout", 0)
        if not (self.draws and rate):
            return layer(x, state)
        outputs, states = [], []
        zeros = torch.zeros(B, layer.hidden_size)
        for suffix in ["", "_reverse"] if layer.bidirectional else [""]:
            h, c = (zeros, zeros) if state is None else (s[0] for s in state) if isinstance(state, tuple) else (state[0], zeros)
            mask = self.draws.mask(f"{self.scope}recurrent {name}{suffix}", rate, B, layer.hidden_size)
            rows, (h, c) = masked_direction(layer, x, suffix, mask, (h, c))
            outputs.append(rows)
            states.append((h[None], c[None]) if isinstance(layer, nn.LSTM) else h[None])
        return torch.cat(outputs, 2), states[0]

    def drop(self, x):
        rate = self.s.get("dropout", 0)
        if not (self.draws and rate):
            return x
        self.dropped += 1
        return x * self.draws.mask(f"{self.scope}#{self.dropped}", rate, *x.shape)

    def encode(self, x):
        for i, layer in enumerate(self.encoder):
            H = layer.hidden_size
            rows, _ = self.run_layer(layer, f"encoder.{i}", x)
            last = torch.cat([rows[:, -1, :H], rows[:, 0, H:]], 1)
            if self.s.get("layerNorm"):
                rows, last = self.encoder_norm[i](rows), self.encoder_norm[i](last)
            x = self.drop(rows) if i < len(self.encoder) - 1 else rows
        return last, rows

    def forward(self, x, draws=None, step=0):
        self.draws, self.scope, self.dropped, self.step = draws, "", 0, step
        code, memory = self.encode(x)
        self.kl = None
        if self.s.get("variational"):
            mean, log_variance = self.mean(code), self.logVariance(code)
            posterior = torch.distributions.Normal(mean, (log_variance / 2).exp())
            prior = torch.distributions.Normal(torch.zeros_like(mean), 1.0)
            self.kl = torch.distributions.kl_divergence(posterior, prior).sum(1).mean()
            code = mean
            if draws:
                code = mean + (log_variance / 2).exp() * draws.normal("noise", B, self.s["embeddingSize"])
        elif self.s.get("bidirectional"):
            code = self.code(code)
        orders = [self.s["reverseTarget"]]
        outputs = [self.decode(self, code, memory, x.flip(1) if orders[0] else x)]
        if self.s.get("direction") == "both":
            self.scope, self.dropped = "second/", 0
            outputs.append(self.decode(self.second, code, memory, x if orders[0] else x.flip(1)))
        return outputs

    def decode(self, at, code, memory, truth):
        if self.s["decoder"] == "repeat":
            y = code[:, None, :].repeat(1, W, 1)
            for i, layer in enumerate(at.decoder):
                y, _ = self.run_layer(layer, f"decoder.{i}", y)
                if self.s.get("layerNorm") and i < len(at.decoder_norm):
                    y = at.decoder_norm[i](y)
                if i < len(at.decoder) - 1:
                    y = self.drop(y)
            return self.read_out(at, y, memory) if self.s["linearOutput"] else y
        hidden = at.bridge(code) if hasattr(at, "bridge") else code
        state = hidden[None]
        if self.s["cell"] == "lstm":
            state = (state, torch.zeros_like(state))
        y, outputs = self.read_out(at, hidden[:, None], memory)[:, 0], []
        forced = self.forced_rows()
        for w in range(W):
            if forced is not None and w > 0:
                y = torch.where(forced[:, w - 1, None], truth[:, w - 1], y)
            h, state = self.run_layer(at.decoder[0], "decoder.0", y[:, None, :], state)
            if self.s.get("layerNorm"):
                h = at.decoder_norm[0](h)
            y = self.read_out(at, h, memory)[:, 0]
            outputs.append(y)
        return torch.stack(outputs, 1)

    def forced_rows(self):
        """(B, W - 1), whether row w + 1 reads the true row w."""
        share, decay = self.s.get("teacherForcing", 0), self.s.get("teacherForcingDecaySteps", 0)
        if not (self.draws and share):
            return None
        if decay:
            share *= max(0, 1 - self.step / decay)
        return self.draws.uniform(f"{self.scope}teacher forcing", B, W - 1) < share

    def read_out(self, at, hidden, memory):
        attention = self.s.get("attention", "none")
        if attention != "none":
            query = at.attention(hidden) if attention == "general" else hidden
            weights = torch.softmax(query @ memory.transpose(1, 2), -1)
            hidden = torch.tanh(at.combine(torch.cat([weights @ memory, hidden], -1)))
        return at.output(hidden)


def loss_of(model, criterion, outputs, batch, step):
    s = model.s
    targets = [batch.flip(1), batch] if s["reverseTarget"] else [batch, batch.flip(1)]
    reconstruction = sum(criterion(o, t) for o, t in zip(outputs, targets)) / len(outputs)
    if model.kl is None:
        return reconstruction, {}
    annealing = s.get("klAnnealingSteps", 0)
    weight = s.get("klWeight", 1) * (min(1, step / annealing) if annealing else 1)
    parts = {"reconstruction": reconstruction.item(), "kl": model.kl.item()}
    return reconstruction + weight * model.kl / (W * C), parts


def ours(name):
    kinds = {"weight_ih_l0": "weightIh", "weight_hh_l0": "weightHh", "bias_ih_l0": "biasIh", "bias_hh_l0": "biasHh"}
    scope = "second." if name.startswith("second.") else ""
    side, *rest = name.removeprefix("second.").split(".")
    if side in ("encoder", "decoder"):
        index, kind = rest
        reverse = "_reverse" if kind.endswith("_reverse") else ""
        return f"{scope}{side}.{index}{reverse}.{kinds[kind.removesuffix('_reverse')]}"
    if side.endswith("_norm"):
        return f"{scope}{side.removesuffix('_norm')}.{rest[0]}_norm.{rest[1]}"
    return ".".join([scope + side, *rest])


def case(random=False, **given):
    settings = {**DEFAULTS, **given}
    model = Autoencoder(settings)
    criterion = {"mae": nn.L1Loss(), "mse": nn.MSELoss(), "huber": nn.HuberLoss()}[settings["loss"]]
    batch = torch.randn(B, W, C) * 1.5
    named = {ours(name): weight for name, weight in model.named_parameters()}
    before = {name: flat(weight) for name, weight in named.items()}
    draws = Draws() if random else None
    scored = model(batch)[0]
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    first = None
    for step in range(5):
        optimiser.zero_grad()
        value, parts = loss_of(model, criterion, model(batch, draws, step), batch, step)
        value.backward()
        first = first or {
            "output": flat(scored), "loss": value.item(), "parts": parts,
            "gradients": {name: flat(weight.grad) for name, weight in named.items()},
        }
        optimiser.step()
    after = {name: flat(weight) for name, weight in named.items()}
    kept = {"draws": join_drawn(draws.kept)} if draws else {}
    return {"settings": settings, "weights": before, "batch": flat(batch), **kept, **first, "after": after}


def join_drawn(kept):
    """Streams by name; the masks of dropout between layers, #1, #2, ..., follow each other in one stream."""
    joined = {}
    for name, values in kept.items():
        joined.setdefault(name.split("#")[0].rstrip("/") if "#" in name else name, []).extend(flat(values))
    return joined


def check_written_out_layers():
    """The layers that are written out are PyTorch's where nothing is masked."""
    for kind in (nn.LSTM, nn.GRU):
        layer = kind(3, 4, batch_first=True, bidirectional=True)
        x, zeros = torch.randn(B, W, 3), torch.zeros(B, 4)
        rows = [masked_direction(layer, x, suffix, 1.0, (zeros, zeros))[0] for suffix in ("", "_reverse")]
        assert torch.allclose(torch.cat(rows, 2), layer(x)[0], atol=1e-12)


cases = [
    case(cell="lstm", loss="mae", linearOutput=False),
    case(cell="gru", loss="huber", numLayers=2),
    case(cell="lstm", loss="mse", numLayers=2, reverseTarget=True),
    case(cell="lstm", loss="huber", decoder="autoregressive"),
    case(cell="gru", loss="mse", embeddingSize=4, decoder="autoregressive"),
    case(cell="lstm", bidirectional=True, numLayers=2),
    case(cell="gru", bidirectional=True, decoder="autoregressive"),
    case(cell="lstm", dropout=0.3, numLayers=2, random=True),
    case(cell="lstm", recurrentDropout=0.4, bidirectional=True, random=True),
    case(cell="gru", recurrentDropout=0.4, dropout=0.2, loss="mae", random=True),
    case(cell="lstm", recurrentDropout=0.4, decoder="autoregressive", random=True),
    case(cell="lstm", layerNorm=True, bidirectional=True, numLayers=2, linearOutput=False),
    case(cell="gru", layerNorm=True, dropout=0.2, random=True),
    case(cell="lstm", layerNorm=True, decoder="autoregressive"),
    case(cell="lstm", attention="general", numLayers=2),
    case(cell="gru", attention="dot", hiddenSize=6, bidirectional=True),
    case(cell="lstm", attention="general", bidirectional=True, decoder="autoregressive"),
    case(cell="lstm", teacherForcing=1, decoder="autoregressive", reverseTarget=True, random=True),
    case(
        cell="gru", teacherForcing=0.8, teacherForcingDecaySteps=8, layerNorm=True, decoder="autoregressive",
        recurrentDropout=0.3, random=True,
    ),
    case(cell="lstm", variational=True, klWeight=2, random=True),
    case(cell="gru", variational=True, klAnnealingSteps=3, bidirectional=True, attention="general", random=True),
    case(cell="lstm", direction="both", reverseTarget=True, numLayers=2, dropout=0.2, random=True),
    case(cell="gru", direction="both", decoder="autoregressive", teacherForcing=0.5, attention="general", random=True),
]
check_written_out_layers()
path = Path(__file__).parents[2] / "test/fixtures/autoencoder.json"
versions = {"torch": torch.__version__}
path.write_text(json.dumps({"versions": versions, "B": B, "W": W, "C": C, "cases": cases}) + "\n")
