"""AnoGAN beside PyTorch: three days of two classes brought close by a small AC-GAN, step after step.

Networks, weights and inputs are those of gan.py, here with running statistics; the step is Adam with AMSGrad as Keras 2.3
writes it. The fixture holds results only.

    python utils/golden/anogan.py
"""

import json
from pathlib import Path

import torch

import gan
from gan import F, LATENT, WIDTH, Network, judge_acgan, wave

RATE, BETA1, BETA2, EPSILON, WEIGHT, STEPS = 0.02, 0.9, 0.999, 1e-7, 0.3, 12
DAYS, LABELS = 3, torch.tensor([0, 2, 1])


class Frozen(Network):
    """Normalises with running statistics, which are waves."""

    def norm(self, name, x, keep=True):
        C = x.shape[-1]
        full = f"{self.prefix}.{name}"
        mean = wave(C, gan.phase_of(f"{full}.mean"))
        variance = wave(C, gan.phase_of(f"{full}.variance")) + 1
        scale, offset = self.get(f"{name}.scale", C), self.get(f"{name}.offset", C)
        return F.batch_norm(x.reshape(-1, C), mean, variance, scale, offset, False, 0.0, 1e-3).reshape(x.shape)


def features(net, days):
    """The logits of the classes."""
    return judge_acgan(net, days, None, False)[1]


def main():
    g, d = Frozen("generator"), Frozen("discriminator")
    days = wave(DAYS * WIDTH, 1, 0.5).reshape(DAYS, WIDTH) + 0.5
    inputs = wave(DAYS * LATENT, 4, 1.0).reshape(DAYS, LATENT)
    first = [wave(LATENT * LATENT, 5, 0.7).reshape(LATENT, LATENT), wave(LATENT, 6), wave(LATENT, 7) + 1, wave(LATENT, 8)]
    own = [p.repeat(DAYS, *([1] * p.dim())).requires_grad_() for p in first]
    means, squares, largest = ([torch.zeros_like(p) for p in own] for _ in range(3))
    losses = []
    for step in range(1, STEPS + 1):
        before = [p[1].detach().flatten().tolist() for p in own]  # the weights that make the day of this step
        weight, bias, scale, offset = own
        hidden = torch.tanh((inputs[:, None, :] @ weight)[:, 0] + bias)
        latent = scale * hidden / (1 + 1e-3) ** 0.5 + offset
        made = gan.generate_labelled(g, latent, LABELS, False)
        residual = (days - made).abs().sum(1)
        feature = (features(d, days) - features(d, made)).abs().sum(1)
        loss = (1 - WEIGHT) * residual + WEIGHT * feature
        losses.append(loss.tolist())
        gradients = torch.autograd.grad(loss.sum(), own)
        rate = RATE * (1 - BETA2**step) ** 0.5 / (1 - BETA1**step)
        with torch.no_grad():
            for p, grad, m, v, top in zip(own, gradients, means, squares, largest):
                m.mul_(BETA1).add_((1 - BETA1) * grad)
                v.mul_(BETA2).add_((1 - BETA2) * grad**2)
                torch.maximum(top, v, out=top)
                p -= rate * m / (top.sqrt() + EPSILON)
    return {
        "losses": losses,
        "residual": residual.tolist(),
        "feature": feature.tolist(),
        "generated": made.flatten().tolist(),
        "class_losses": F.cross_entropy(features(d, days), LABELS, reduction="none").tolist(),
        "weights": before,
    }


if __name__ == "__main__":
    path = Path(__file__).parents[2] / "test/fixtures/anogan.json"
    path.write_text(json.dumps({"versions": {"torch": torch.__version__}, **main()}, indent=1) + "\n")
