"""Learning rates of torch.optim.lr_scheduler, for test/fixtures/schedules.json.

Run by hand: python utils/golden/schedules.py
"""

import json
from pathlib import Path

import torch
from torch.optim import lr_scheduler

RATE, TOTAL, WARM_UP = 0.02, 40, 7


def rates(create, count=TOTAL):
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
    scheduler = create(optimiser)
    found = []
    for _ in range(count):
        found.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return found


def warm(create):
    def sequence(optimiser):
        rise = lr_scheduler.LinearLR(optimiser, start_factor=1 / (WARM_UP + 1), total_iters=WARM_UP)
        return lr_scheduler.SequentialLR(optimiser, [rise, create(optimiser)], milestones=[WARM_UP])

    return sequence


def plateau(losses, **options):
    """The rate of the epoch after each of the losses."""
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
    scheduler = lr_scheduler.ReduceLROnPlateau(optimiser, **options)
    found = []
    for loss in losses:
        scheduler.step(loss)
        found.append(optimiser.param_groups[0]["lr"])
    return found


LOSSES = [5, 4, 4.1, 4.2, 3.9999, 4, 3.99, 3.99, 3.9899, 3.9898, 2, 3, 3, 3, 1.9, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]

fixture = {
    "versions": {"torch": torch.__version__},
    "learningRate": RATE,
    "totalSteps": TOTAL,
    "warmupSteps": WARM_UP,
    "bySteps": {
        "constant": rates(lambda o: lr_scheduler.ConstantLR(o, factor=1)),
        "cosine": rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=TOTAL, eta_min=0.001)),
        "one-cycle": rates(lambda o: lr_scheduler.OneCycleLR(o, max_lr=RATE, total_steps=TOTAL)),
    },
    "warm": {
        "constant": rates(warm(lambda o: lr_scheduler.ConstantLR(o, factor=1))),
        "cosine": rates(warm(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=TOTAL - WARM_UP, eta_min=0.001))),
    },
    "step": {"scheduleEpochs": 3, "scheduleFactor": 0.3, "byEpochs": rates(lambda o: lr_scheduler.StepLR(o, 3, 0.3))},
    "plateau": {
        "schedulePatience": 2, "scheduleFactor": 0.5, "minLearningRate": 0.002, "losses": LOSSES,
        "after": plateau(LOSSES, patience=2, factor=0.5, min_lr=0.002),
    },
}
path = Path(__file__).parents[2] / "test/fixtures/schedules.json"
path.write_text(json.dumps(fixture) + "\n")
