"""Parzen densities and pruning decisions of Optuna for test/fixtures/tune.json.

Run by hand: python utils/golden/tune.py
"""

import json
import math
from pathlib import Path

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_gamma, default_weights

optuna.logging.set_verbosity(optuna.logging.ERROR)
random = numpy.random.default_rng(5)
parameters = lambda weight: _ParzenEstimatorParameters(weight, True, False, default_weights, False)

SPACES = {
    "real": FloatDistribution(-2.0, 3.0),
    "log": FloatDistribution(1e-5, 1e-1, log=True),
    "integer": IntDistribution(1, 12),
    "log integer": IntDistribution(4, 128, log=True),
    "stepped": FloatDistribution(0.1, 0.9, step=0.1),
    "choice": CategoricalDistribution(["a", "b", "c"]),
}


def draw(space, count):
    if isinstance(space, CategoricalDistribution):
        return random.integers(0, len(space.choices), count).astype(float)
    if space.log:
        values = numpy.exp(random.uniform(math.log(space.low), math.log(space.high), count))
    else:
        values = random.uniform(space.low, space.high, count)
    if space.step is not None:
        values = space.low + numpy.round((values - space.low) / space.step) * space.step
    return values


def densities(name, count, weight):
    space = SPACES[name]
    tried, asked = draw(space, count), draw(space, 6)
    estimator = _ParzenEstimator({"x": tried}, {"x": space}, parameters(weight))
    found = estimator.log_pdf({"x": asked})
    return {"space": name, "priorWeight": weight, "tried": tried.tolist(), "asked": asked.tolist(), "logDensity": found.tolist()}


def decisions(pruner, trials):
    """Trials report one after the other, all their steps; which one was ended, and at which step."""
    study = optuna.create_study(pruner=pruner, sampler=optuna.samplers.RandomSampler(seed=1))
    ended = []
    for course in trials:
        trial = study.ask()
        at = None
        for step, loss in enumerate(course, start=1):
            trial.report(loss, step)
            if trial.should_prune():
                at = step
                break
        study.tell(trial, state=optuna.trial.TrialState.PRUNED) if at else study.tell(trial, course[-1])
        ended.append(at)
    return ended


def most(name):
    """Trials of unequal weight only where no two have the same value: the order in which NumPy sorts equal ones is its own."""
    return 31 if name in ("real", "log", "choice") else 24


courses = [[float(x) for x in random.uniform(0.2, 1) * (0.3 + numpy.exp(-numpy.arange(1, 10) * random.uniform(0.05, 0.5)))] for _ in range(30)]
fixture = {
    "versions": {"optuna": optuna.__version__, "numpy": numpy.__version__},
    "weights": {str(count): default_weights(count).tolist() for count in (1, 24, 25, 26, 27, 40)},
    "good": {str(count): default_gamma(count) for count in (1, 10, 11, 99, 250, 1000)},
    "densities": [densities(name, count, weight) for name in SPACES for count, weight in ((0, 1.0), (1, 1.0), (2, 1.0), (7, 1.0), (most(name), 0.5))],
    "courses": courses,
    "halving": {str(reduction): decisions(optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=reduction), courses) for reduction in (2, 3)},
}
path = Path(__file__).parents[2] / "test/fixtures/tune.json"
path.write_text(json.dumps(fixture) + "\n")
