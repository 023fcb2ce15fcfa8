"""Iterations of AC-GAN by PyTorch, for the benchmark: reads how many to make, answers with seconds of clock and processor."""

import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.backends.nnpack.set_flags(False)
torch.set_num_threads(int(sys.argv[1]))
B, CLASSES, LATENT = 32, 3, 100


class Same(nn.Module):
    """Padding as Keras': what is left over goes to the right."""

    def __init__(self, inputs, filters, size, stride=1):
        super().__init__()
        self.size, self.stride = size, stride
        self.conv = nn.Conv1d(inputs, filters, size, stride)

    def forward(self, x):
        rows = x.shape[2]
        total = max((-(-rows // self.stride) - 1) * self.stride + self.size - rows, 0)
        return self.conv(F.pad(x, (total // 2, total - total // 2)))


def norm(channels):
    return nn.BatchNorm1d(channels, eps=1e-3, momentum=0.01)


class AlphaSign(nn.Module):
    def forward(self, x):
        return torch.relu(x / (x.abs() + 5))


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.label = nn.Embedding(CLASSES, LATENT)
        self.first = nn.Sequential(nn.Linear(LATENT, 15 * 512), nn.Mish(), norm(15 * 512))
        up = lambda: nn.Upsample(scale_factor=2)
        self.rest = nn.Sequential(
            Same(512, 256, 5), nn.Mish(), norm(256), up(), Same(256, 128, 5), nn.Mish(), norm(128), up(),
            Same(128, 64, 10), nn.Mish(), norm(64), up(), Same(64, 1, 15), AlphaSign(),
        )

    def forward(self, latent, labels):
        return self.rest(self.first(latent * self.label(labels)).view(-1, 512, 15))[:, 0]


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        drop = lambda: nn.Dropout(0.25)
        self.body = nn.Sequential(
            Same(1, 32, 15, 2), nn.Mish(), drop(), Same(32, 64, 10, 2), nn.Mish(), norm(64), drop(),
            Same(64, 128, 5, 2), nn.Mish(), norm(128), drop(), Same(128, 256, 5), nn.Mish(), norm(256), drop(), nn.Flatten(),
        )
        self.validity, self.classes = nn.Linear(3840, 1), nn.Linear(3840, CLASSES)

    def forward(self, days):
        x = self.body(days[:, None])
        return self.validity(x), self.classes(x)


def loss(judged, target, labels):
    validity, classes = judged
    valid = F.binary_cross_entropy_with_logits(validity, torch.full_like(validity, target))
    return 0.5 * valid + 0.5 * F.cross_entropy(classes, labels)


g, d = Generator(), Discriminator()
of_g, of_d = (torch.optim.Adam(net.parameters(), 2e-4, (0.9, 0.999), 1e-7) for net in (g, d))
days, classes = torch.rand(600, 120), torch.randint(CLASSES, (600,))


def draw():
    return torch.randn(B, LATENT), torch.randint(CLASSES, (B,))


def iteration():
    chosen = torch.randint(600, (B,))
    with torch.no_grad():
        latent, labels = draw()
        fakes = g(latent, labels)
    of_d.zero_grad()
    (0.5 * (loss(d(days[chosen]), 1.0, classes[chosen]) + loss(d(fakes), 0.0, labels))).backward()
    of_d.step()
    latent, labels = draw()
    for weight in d.parameters():
        weight.requires_grad_(False)
    of_g.zero_grad()
    loss(d(g(latent, labels)), 1.0, labels).backward()
    of_g.step()
    for weight in d.parameters():
        weight.requires_grad_(True)


for line in sys.stdin:
    start = time.perf_counter(), time.process_time()
    for _ in range(int(line)):
        iteration()
    spent = time.perf_counter() - start[0], time.process_time() - start[1]
    print(json.dumps({"clock": spent[0], "processor": spent[1]}), flush=True)
