"""Range test of a learning rate on a quadratic, with PyTorch's gradients and steps; by hand:

    python utils/golden/learning-rate-finder.py

The rule of divergence is written after lightning/pytorch/tuner/lr_finder.py (2.6). The suggestion is the middle
of the decade of rates with the lowest slope, which NumPy's `polyfit` fits.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch

CURVATURES = [1.0, 4.0, 10.0]
START = [1.0, -2.0, 0.5]


def range_test(min_rate, max_rate, steps, beta=0.98, threshold=4.0):
    weights = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=min_rate)
    average, best, rates, losses = 0.0, 0.0, [], []
    diverged = None
    for step in range(steps):
        rate = min_rate * (max_rate / min_rate) ** (step / (steps - 1))
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        loss = 0.5 * (torch.tensor(CURVATURES, dtype=torch.float64) * weights**2).sum()
        loss.backward()
        optimizer.step()
        average = beta * average + (1 - beta) * loss.item()
        smoothed = average / (1 - beta ** (step + 1))
        if step > 1 and smoothed > threshold * best:
            diverged = rate
            break
        if smoothed < best or step == 1:
            best = smoothed
        rates.append(rate)
        losses.append(loss.item())
    logs, decades = np.log10(rates), []
    width = max(5, math.ceil(1 / (logs[1] - logs[0])))
    for first in range(len(rates) - width + 1):
        part = slice(first, first + width)
        slope = np.polyfit(logs[part], losses[part], 1)[0]
        decades.append((slope, np.mean(losses[part]), 10 ** np.mean(logs[part])))
    descents = [one for one in decades if one[1] <= decades[0][1]]
    return {
        "steps": steps,
        "minRate": min_rate,
        "maxRate": max_rate,
        "rates": rates,
        "losses": losses,
        "divergedAt": diverged,
        "suggestion": min(descents)[2],
        "lowestAt": min(decades, key=lambda one: one[1])[2],
    }


fixture = {
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "curvatures": CURVATURES,
    "start": START,
    "tests": [range_test(1e-4, 10.0, 60), range_test(1e-6, 1.0, 100)],
}
path = Path(__file__).parents[2] / "test/fixtures/learning-rate-finder.json"
path.write_text(json.dumps(fixture, indent=1) + "\n")
