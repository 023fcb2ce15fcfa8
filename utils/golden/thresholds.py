"""Thresholds, tails and normalisations from SciPy, pandas and the papers: test/fixtures/thresholds.json.

Run by hand: python utils/golden/thresholds.py

SPOT and DSPOT are written from Siffer et al. 2017 (algorithms 2 and 3) with SciPy's likelihood and search in
place of Grimshaw's; the threshold of telemanom from Hundman et al. 2018, sections 3.2 and 3.3.
"""

import json
from pathlib import Path

import numpy
import pandas
import scipy
import scipy.optimize
import scipy.special
from scipy import stats

random = numpy.random.default_rng(11)


def pareto_fit(excesses):
    """The likelihood of SciPy's genpareto, maximised from several starts: it has local maxima."""

    def loss(parameters):
        shape, log_scale = parameters
        value = -stats.genpareto.logpdf(excesses, shape, 0, numpy.exp(log_scale)).sum()
        return value if shape >= -0.5 and numpy.isfinite(value) else 1e12

    best = None
    for shape in (-0.3, 0.01, 0.5):
        scale = max(excesses.mean() * (1 - shape), -shape * excesses.max() * 1.01)
        options = {"xatol": 1e-9, "fatol": 1e-9, "maxiter": 4000}
        found = scipy.optimize.minimize(loss, (shape, numpy.log(scale)), method="Nelder-Mead", options=options)
        if best is None or found.fun < best.fun:
            best = found
    return float(best.x[0]), float(numpy.exp(best.x[1])), float(-best.fun)


def tails():
    cases = []
    for shape, n in ((0.3, 300), (0.0, 200), (-0.2, 400), (0.8, 150), (0.1, 25)):
        excesses = stats.genpareto.rvs(shape, scale=2, size=n, random_state=random)
        fitted, scale, value = pareto_fit(excesses)
        quantiles = [float(stats.genpareto.isf(q, fitted, 0, scale)) for q in (0.5, 0.01, 1e-5)]
        cases.append(
            {
                "excesses": excesses.tolist(),
                "shape": fitted,
                "scale": scale,
                "likelihood": value,
                "quantiles": quantiles,
                "survival": [float(stats.genpareto.sf(x, fitted, 0, scale)) for x in (0.1, 1.0, 4.0)],
            }
        )
    return cases


def limit_of(level, peaks, count, risk):
    shape, scale, _ = pareto_fit(numpy.array(peaks))
    return level + float(stats.genpareto.isf(min(1, risk * count / len(peaks)), shape, 0, scale))


def spot(level, first, stream, risk):
    peaks = [x - level for x in first if x > level]
    count = len(first)
    limit = limit_of(level, peaks, count, risk)
    limits = []
    for x in stream:
        limits.append(limit)
        if x > limit:
            continue
        count += 1
        if x > level:
            peaks.append(x - level)
            limit = limit_of(level, peaks, count, risk)
    return limits


def dspot(level, first, stream, risk, depth):
    """The level is one of differences from the local mean."""
    window = list(first[:depth])
    peaks, count = [], 0
    for x in first[depth:]:
        difference = x - numpy.mean(window)
        count += 1
        if difference > level:
            peaks.append(difference - level)
        window = window[1:] + [x]
    limit = limit_of(level, peaks, count, risk)
    limits = []
    for x in stream:
        mean = float(numpy.mean(window))
        limits.append(mean + limit)
        if x > mean + limit:
            continue
        count += 1
        if x - mean > level:
            peaks.append(x - mean - level)
            limit = limit_of(level, peaks, count, risk)
        window = window[1:] + [x]
    return limits


def telemanom(scores, prune):
    mean, deviation = scores.mean(), scores.std()
    best, limit = -numpy.inf, None
    for z in numpy.arange(2.5, 12, 0.5):
        epsilon = mean + z * deviation
        ordinary, above = scores[scores < epsilon], scores >= epsilon
        if not above.any():
            continue
        sequences = int((numpy.diff(numpy.concatenate(([0], above.astype(int)))) == 1).sum())
        score = ((mean - ordinary.mean()) / mean + (deviation - ordinary.std()) / deviation) / (
            sequences**2 + above.sum()
        )
        if score >= best and sequences <= 5 and above.sum() < len(scores) * 0.5:
            best, limit = score, epsilon
    if limit is None:
        return {"limit": float(scores.max()), "sequences": 0}
    above = numpy.concatenate(([False], scores >= limit, [False])).astype(int)
    starts, ends = numpy.where(numpy.diff(above) == 1)[0], numpy.where(numpy.diff(above) == -1)[0]
    maxima = sorted((scores[s:e].max() for s, e in zip(starts, ends)), reverse=True)
    ordinary = scores[scores < limit].max()
    steps = [*maxima, ordinary]
    decreases = [(steps[i] - steps[i + 1]) / steps[i] for i in range(len(maxima))]
    kept = max((i + 1 for i, step in enumerate(decreases) if step > prune), default=0)
    if kept == 0:
        return {"limit": float(scores.max()), "sequences": 0}
    return {"limit": float(limit if kept == len(maxima) else steps[kept]), "sequences": kept}


def bursts(heights):
    scores = numpy.abs(random.normal(1, 0.3, 600))
    for i, height in enumerate(heights):
        at = 60 + 110 * i
        scores[at : at + 4] = height * numpy.array([0.8, 1.0, 0.97, 0.7])
    return scores.astype("float32").astype("float64")


def dynamic_gaussian(window):
    normal = numpy.abs(random.normal(2, 1, 300)).astype("float32").astype("float64")
    errors = numpy.abs(random.normal(3, 1.5, 400)).astype("float32").astype("float64")
    errors[200:210] += 12
    rolling = pandas.Series(errors).rolling(window)
    surprise = -stats.norm.logsf((errors - rolling.mean()) / rolling.std())
    return {
        "normal": normal.tolist(),
        "errors": errors.tolist(),
        "window": window,
        "scores": [None if numpy.isnan(s) else float(s) for s in surprise],
    }


def chi_square_surprise(x, k):
    """SciPy's logsf is infinite far out; there the sum of Poisson probabilities, which is the same."""
    surprise = -stats.chi2.logsf(2 * x, 2 * k)
    if numpy.isfinite(surprise):
        return float(surprise)
    i = numpy.arange(k)
    return float(x - scipy.special.logsumexp(i * numpy.log(x) - scipy.special.gammaln(i + 1)))


first = stats.expon.rvs(size=400, random_state=random).astype("float32").astype("float64")
stream = stats.expon.rvs(size=300, random_state=random)
stream[100:103] = 30
stream = stream.astype("float32").astype("float64")
drift = (stream + numpy.linspace(0, 6, 300)).astype("float32").astype("float64")
bumps = {
    "none": bursts([]),
    "one": bursts([9]),
    "pruned": bursts([9, 8.8, 3.1]),
    "several": bursts([12, 7, 4]),
}
fixture = {
    "versions": {"scipy": scipy.__version__, "numpy": numpy.__version__, "pandas": pandas.__version__},
    "tails": tails(),
    "spot": {
        "level": 2.5,
        "first": first.tolist(),
        "stream": stream.tolist(),
        "risk": 1e-3,
        "limits": spot(2.5, first, stream, 1e-3),
    },
    "dspot": {
        "level": 0.5,
        "depth": 20,
        "first": first.tolist(),
        "stream": drift.tolist(),
        "risk": 1e-3,
        "limits": dspot(0.5, first, drift, 1e-3, 20),
    },
    "telemanom": {
        name: {"scores": scores.tolist(), **telemanom(scores, 0.13)} for name, scores in bumps.items()
    },
    "dynamic": dynamic_gaussian(50),
    "fisher": [
        {"p": p, "combined": float(stats.combine_pvalues(p, method="fisher").pvalue)}
        for p in ([0.1, 0.2, 0.9], [1e-5], [0.5, 0.5], [1e-3] * 6)
    ],
    "normalSurprise": [[z, float(-stats.norm.logsf(z))] for z in (-3.0, 0.0, 1.0, 3.9, 4.1, 10.0, 60.0)],
    "chiSquareSurprise": [
        [x, k, chi_square_surprise(x, k)] for x, k in ((0.5, 3), (40.0, 51), (300.0, 51), (900.0, 4))
    ],
    "poisson": [[k, mean, float(stats.poisson.cdf(k, mean))] for k, mean in ((0, 2.0), (3, 1.5), (12, 20.0))],
    "poissonUpper": [[k, float(stats.chi2.ppf(0.95, 2 * (k + 1)) / 2)] for k in (0, 1, 7)],
    "binomial": [
        [k, n, p, float(stats.binom.cdf(k, n, p))] for k, n, p in ((0, 298, 0.01), (3, 500, 0.01), (40, 9000, 0.005))
    ],
}
path = Path(__file__).parents[2] / "test/fixtures/thresholds.json"
path.write_text(json.dumps(fixture, allow_nan=False) + "\n")
