"""One iteration of every adversarial network by PyTorch: losses, gradients and running statistics.

Weights and inputs are sines of their place, which the test computes too, so that the fixture holds results only. Of each
gradient it holds the norm and two projections. Dropout is off. Cases named spectral-… divide the weights of the
discriminator by their largest singular values; those of 2 channels take the same values as windows of half the rows.

    python utils/golden/gan.py
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch.nn.utils.parametrizations import _SpectralNorm

WIDTH, LATENT, B, CLASSES, CAPACITY, ALPHA, CLASS_WEIGHT = 16, 5, 4, 3, 1 / 16, 0.2, 0.3
PENALTY_WEIGHT, CRITIC_STEPS = 10, 2
CHANNELS = 1
RATE, BETA1, BETA2, EPSILON = 0.01, 0.6, 0.9, 1e-7
torch.backends.nnpack.set_flags(False)  # it complains of some processors
torch.set_default_dtype(torch.float64)


def units(n):
    return max(1, round(n * CAPACITY))


def wave(count, phase, scale=0.25):
    return torch.tensor([scale * math.sin(0.7 * j + phase) for j in range(count)])


def phase_of(name):
    return sum(ord(c) for c in name) % 97


class Network:
    """Weights that are made when they are first asked for, in the layout of anodec."""

    def __init__(self, prefix, is_spectral=False):
        self.prefix, self.weights, self.statistics = prefix, {}, {}
        self.is_spectral, self.norms = is_spectral, {}

    def get(self, name, *shape):
        name = f"{self.prefix}.{name}"
        if name not in self.weights:
            values = wave(math.prod(shape), phase_of(name)).reshape(shape)
            if name.endswith(".scale"):
                values = values + 1
            self.weights[name] = values.requires_grad_()
        weight = self.weights[name]
        return self.normalized(name, weight) if self.is_spectral and weight.dim() > 1 else weight

    def normalized(self, name, weight):
        """The weight by torch.nn.utils.parametrizations.spectral_norm, whose rows are the last dimension of anodec."""
        matrix = weight.reshape(-1, weight.shape[-1]).T
        if name not in self.norms:
            norm = self.norms[name] = _SpectralNorm(matrix.detach(), n_power_iterations=1, dim=0)
            norm._u, norm._v = (wave(n, phase_of(f"{name}.{s}")) for s, n in zip("uv", matrix.shape))
            self.statistics |= {f"{name}.u": norm._u, f"{name}.v": norm._v}
        divided = self.norms[name](matrix)
        self.norms[name].eval()  # one iteration a step, at its first pass
        return divided.T.reshape(weight.shape)

    def dense(self, name, x, outputs):
        return x @ self.get(f"{name}.weight", x.shape[1], outputs) + self.get(f"{name}.bias", outputs)

    def conv(self, name, x, filters, size, stride=1):
        """x (B, W, C), padded as Keras pads."""
        rows, channels = x.shape[1:]
        total = max((math.ceil(rows / stride) - 1) * stride + size - rows, 0)
        padded = F.pad(x.transpose(1, 2), (total // 2, total - total // 2))
        weight = self.get(f"{name}.weight", size, channels, filters).permute(2, 1, 0)
        return F.conv1d(padded, weight, self.get(f"{name}.bias", filters), stride).transpose(1, 2)

    def norm(self, name, x, keep=True):
        C = x.shape[-1]
        mean = self.statistics.setdefault(f"{self.prefix}.{name}.mean", torch.zeros(C))
        variance = self.statistics.setdefault(f"{self.prefix}.{name}.variance", torch.ones(C))
        rows = x.reshape(-1, C)
        kept = (mean, variance) if keep else (mean.clone(), variance.clone())
        scale, offset = self.get(f"{name}.scale", C), self.get(f"{name}.offset", C)
        return F.batch_norm(rows, *kept, scale, offset, True, 0.01, 1e-3).reshape(x.shape)

    def embedding(self, name, labels, classes, size):
        return self.get(f"{name}.weight", classes, size)[labels]

    def recurrent(self, name, x, size):
        """A bidirectional LSTM without a second bias. Returns all states and the last of each direction."""
        layer = torch.nn.LSTM(x.shape[2], size, batch_first=True, bidirectional=True)
        values = {}
        for suffix in ("l0", "l0_reverse"):
            values[f"weight_ih_{suffix}"] = self.get(f"{name}.weight_ih_{suffix}", 4 * size, x.shape[2])
            values[f"weight_hh_{suffix}"] = self.get(f"{name}.weight_hh_{suffix}", 4 * size, size)
            values[f"bias_ih_{suffix}"] = self.get(f"{name}.bias_ih_{suffix}", 4 * size)
            values[f"bias_hh_{suffix}"] = torch.zeros(4 * size)
        states, (last, _) = torch.func.functional_call(layer, values, (x,))
        return states, torch.cat([last[0], last[1]], 1)


def alpha_sign(x):
    return torch.relu(x / (x.abs() + 1 / ALPHA))


def up(x):
    return x.repeat_interleave(2, 1)


def generator_body(net, x, channels, steps, keep):
    rows = WIDTH // CHANNELS // 2 ** steps.count("double")
    x = net.dense("dense", x, rows * units(channels))
    x = net.norm("norm0", F.mish(x), keep).reshape(len(x), rows, units(channels))
    count = 0
    for step in steps:
        if step == "double":
            x = up(x)
            continue
        count += 1
        x = net.norm(f"norm{count}", F.mish(net.conv(f"conv{count}", x, units(step[0]), step[1])), keep)
    last = net.conv("last", x, CHANNELS, 15).reshape(len(x), WIDTH)
    return alpha_sign(last) if CHANNELS == 1 else last


WIDE = [(256, 5), "double", (128, 5), "double", (64, 10), "double"]
NARROW = ["double", (128, 5), (64, 10), "double"]


def generate_labelled(net, latent, labels, keep):
    return generator_body(net, latent * net.embedding("label", labels, CLASSES, LATENT), 512, WIDE, keep)


def generate_appended(net, latent, labels, keep):
    label = net.embedding("label", labels, CLASSES, 100)
    return generator_body(net, torch.cat([latent, label], 1), 256, NARROW, keep)


def generate_plain(net, latent, _, keep):
    return generator_body(net, latent, 512, WIDE, keep)


def heads(net, x, classes):
    return net.dense("validity", x, 1), net.dense("classes", x, CLASSES) if classes else None


def judge_acgan(net, days, _, keep):
    x = F.mish(net.conv("conv1", days[:, :, None], units(32), 15, 2))
    for i, (filters, size, stride) in enumerate([(64, 10, 2), (128, 5, 2), (256, 5, 1)], 2):
        x = net.norm(f"norm{i}", F.mish(net.conv(f"conv{i}", x, units(filters), size, stride)), keep)
    return heads(net, x.flatten(1), True)


def judge_cgan(net, days, labels, keep):
    x = torch.cat([days, net.embedding("label", labels, CLASSES, WIDTH)], 1)[:, :, None]
    x = F.mish(net.conv("conv0", x, units(32), 15, 2))
    x = net.norm("norm1", F.mish(net.conv("conv1", x, units(64), 10, 2)), keep)
    x = net.norm("norm2", F.mish(net.conv("conv2", x, units(128), 5, 2)), keep)
    return heads(net, F.mish(net.dense("dense", x.flatten(1), units(1024))), False)


def judge_gan(net, days, _, keep):
    x = F.mish(net.conv("conv1", days.reshape(len(days), -1, CHANNELS), units(64), 15, 2))
    for i, (filters, size, stride) in enumerate([(128, 10, 2), (256, 5, 2), (512, 5, 1)], 2):
        x = F.mish(net.norm(f"norm{i}", net.conv(f"conv{i}", x, units(filters), size, stride), keep))
    return heads(net, x.flatten(1), False)


def judge_wgan(net, days, *_):
    x = days[:, :, None]
    for i, (filters, size, stride) in enumerate([(64, 15, 2), (128, 10, 2), (256, 5, 2), (512, 5, 1)], 1):
        x = F.mish(net.conv(f"conv{i}", x, units(filters), size, stride))
    return heads(net, x.flatten(1), False)


def judge_recurrent(classes):
    def judge(net, days, *_):
        x = F.mish(net.recurrent("recurrent1", days[:, :, None], units(64))[0])
        x = F.mish(net.recurrent("recurrent2", x, units(64))[0])
        x = F.mish(net.recurrent("recurrent3", x, units(64))[1])
        return heads(net, F.mish(net.dense("dense", x, units(64))), classes)

    return judge


def generate_recurrent(net, latent, *_):
    x = F.mish(net.dense("dense", latent, WIDTH // CHANNELS * units(64))).reshape(len(latent), -1, units(64))
    states = net.recurrent("recurrent", x, units(64))[0]
    rows = net.dense("last", states.reshape(-1, states.shape[2]), CHANNELS).reshape(len(latent), WIDTH)
    return alpha_sign(rows) if CHANNELS == 1 else rows


def judge_rgan(net, days, *_):
    x = net.recurrent("recurrent", days.reshape(len(days), -1, CHANNELS), units(64))[1]
    return heads(net, F.mish(net.dense("dense", x, units(64))), False)


def with_channels(count, case):
    """The case of windows with so many channels, whose generated values have no bounds."""
    global CHANNELS
    CHANNELS = count
    result = case()
    CHANNELS = 1
    return result


def loss(judged, target, labels):
    validity, classes = judged
    valid = F.binary_cross_entropy_with_logits(validity, torch.full_like(validity, target))
    if classes is None:
        return valid, valid, None
    named = F.cross_entropy(classes, labels)
    return (1 - CLASS_WEIGHT) * valid + CLASS_WEIGHT * named, valid, named


def summary(gradient):
    flat = gradient.flatten()
    place = torch.arange(len(flat))
    return [flat.norm().item(), (flat @ torch.cos(0.9 * place)).item(), (flat @ torch.sin(0.4 * place)).item()]


def adam(network):
    return torch.optim.Adam(network.weights.values(), RATE, (BETA1, BETA2), EPSILON)


def gradients(network):
    return {name: summary(weight.grad) for name, weight in network.weights.items()}


def iteration(generate, judge, uses_real_labels, is_spectral=False):
    g, d = Network("generator"), Network("discriminator", is_spectral)
    labels = torch.tensor([0, 1, 2, 1])
    fake_labels, new_labels = (labels, labels) if uses_real_labels else (torch.tensor([2, 2, 0, 1]), torch.tensor([1, 0, 2, 2]))
    days = wave(B * WIDTH, 1, 0.5).reshape(B, WIDTH) + 0.5
    latent, new_latent = (wave(B * LATENT, phase, 1.0).reshape(B, LATENT) for phase in (2, 3))

    fakes = generate(g, latent, fake_labels, False).detach()
    real = loss(judge(d, days, labels, True), 1.0, labels)
    fake = loss(judge(d, fakes, fake_labels, True), 0.0, fake_labels)
    ((real[0] + fake[0]) / 2).backward()
    d_gradients = gradients(d)
    adam(d).step()
    passed = loss(judge(d, generate(g, new_latent, new_labels, True), new_labels, False), 1.0, new_labels)
    for weight in d.weights.values():
        weight.grad = None
    passed[0].backward()
    if real[2] is None:
        losses = {"g": passed[0], "d": (real[0] + fake[0]) / 2}
    else:
        losses = {"g_valid": passed[1], "d_valid": (real[1] + fake[1]) / 2}
        losses |= {"g_class": passed[2], "d_class": (real[2] + fake[2]) / 2}
    return {
        "losses": {name: value.item() for name, value in losses.items()},
        "gradients": {**d_gradients, **gradients(g)},
        "statistics": {name: summary(values) for name, values in {**g.statistics, **d.statistics}.items()},
    }


def wasserstein_iteration(is_spectral=False):
    """Several steps of the critic, whose gradient penalty is differentiated exactly, then one of the generator."""
    g, d = Network("generator"), Network("discriminator", is_spectral)
    for k in range(CRITIC_STEPS):
        days = wave(B * WIDTH, 1 + 10 * k, 0.5).reshape(B, WIDTH) + 0.5
        fakes = generate_plain(g, wave(B * LATENT, 2 + 10 * k, 1.0).reshape(B, LATENT), None, False).detach()
        mix = wave(B, 5 + 10 * k, 0.5)[:, None] + 0.5
        between = (mix * days + (1 - mix) * fakes).requires_grad_()
        for norm in d.norms.values():
            norm.train()
        difference = judge_wgan(d, fakes)[0].mean() - judge_wgan(d, days)[0].mean()
        (slope,) = torch.autograd.grad(judge_wgan(d, between)[0].sum(), between, create_graph=True)
        penalty = ((slope.norm(dim=1) - 1) ** 2).mean()
        optimizer = optimizer if k > 0 else adam(d)
        optimizer.zero_grad()
        (difference + PENALTY_WEIGHT * penalty).backward()
        optimizer.step()
    passed = -judge_wgan(d, generate_plain(g, wave(B * LATENT, 3, 1.0).reshape(B, LATENT), None, True))[0].mean()
    passed.backward()
    moments = {name: summary(optimizer.state[weight]["exp_avg"] / (1 - BETA1)) for name, weight in d.weights.items()}
    return {
        "losses": {"g": passed.item(), "d": difference.item(), "d_penalty": penalty.item()},
        "gradients": {**moments, **gradients(g)},
        "statistics": {name: summary(values) for name, values in {**g.statistics, **d.statistics}.items()},
    }


if __name__ == "__main__":
    cases = {
        "acgan": iteration(generate_labelled, judge_acgan, False),
        "cgan": iteration(generate_appended, judge_cgan, True),
        "gan": iteration(generate_plain, judge_gan, True),
        "lstm-gan": iteration(generate_plain, judge_recurrent(False), True),
        "racgan": iteration(generate_labelled, judge_recurrent(True), False),
        "rgan": iteration(generate_recurrent, judge_rgan, True),
        "rgan of 2 channels": with_channels(2, lambda: iteration(generate_recurrent, judge_rgan, True)),
        "gan of 2 channels": with_channels(2, lambda: iteration(generate_plain, judge_gan, True)),
        "spectral-cgan": iteration(generate_appended, judge_cgan, True, True),
        "spectral-racgan": iteration(generate_labelled, judge_recurrent(True), False, True),
        "wgan-gp": wasserstein_iteration(),
        "spectral-wgan-gp": wasserstein_iteration(True),
    }
    path = Path(__file__).parents[2] / "test/fixtures/gan.json"
    path.write_text(json.dumps({"versions": {"torch": torch.__version__}, "cases": cases}, indent=1) + "\n")
