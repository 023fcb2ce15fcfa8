"""Significance tests of SciPy: test/fixtures/significance.json.

Signed ranks with ties are compared with SciPy's permutation test over all signs, the Nemenyi test with
the studentised range by SciPy's own numerical integration, Holm's correction with statsmodels, and the
interval of the block bootstrap with `scipy.stats.bootstrap` (percentile) on one value per block.

Run by hand: python utils/golden/significance.py
"""

import json
import warnings
from pathlib import Path

import numpy
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

warnings.filterwarnings("ignore")
random = numpy.random.default_rng(11)


def signed_rank(differences, exact):
    method = stats.PermutationMethod(n_resamples=2**26) if exact else "asymptotic"
    p = stats.wilcoxon(differences, zero_method="wilcox", correction=False, method=method).pvalue
    return {"differences": [float(x) for x in differences], "p": float(p)}


signed = [
    signed_rank(numpy.round(random.normal(0.3, 1, 8), 3), True),
    signed_rank(numpy.round(random.normal(0.6, 1, 14), 1), True),
    signed_rank(random.integers(-2, 4, 15), True),
    signed_rank([1, 1, 1, 0, 0, -1, 1, 1, 1, 1, 0, 1], True),
    signed_rank(numpy.round(random.normal(0.2, 1, 40), 1), False),
    signed_rank(numpy.round(random.normal(0.4, 1, 60), 3), False),
]


def friedman(values):
    values = numpy.asarray(values)
    N, k = values.shape
    statistic, p = stats.friedmanchisquare(*values.T)
    F = (N - 1) * statistic / (N * (k - 1) - statistic)
    ranks = stats.rankdata(-values, axis=1).mean(axis=0)
    deviation = numpy.sqrt(k * (k + 1) / (6 * N))
    pairs = [
        float(stats.studentized_range.sf(abs(ranks[a] - ranks[b]) / deviation * numpy.sqrt(2), k, numpy.inf))
        for a in range(k)
        for b in range(a + 1, k)
    ]
    return {
        "values": values.tolist(),
        "meanRanks": ranks.tolist(),
        "statistic": float(statistic),
        "p": float(p),
        "F": float(F),
        "Fp": float(stats.f.sf(F, k - 1, (k - 1) * (N - 1))),
        "nemenyi": pairs,
        "criticalDifference": float(stats.studentized_range.ppf(0.95, k, numpy.inf) / numpy.sqrt(2) * deviation),
    }


blocks = random.normal(0.4, 1, 30)
boot = stats.bootstrap(
    (blocks,), numpy.mean, n_resamples=200_000, method="percentile", confidence_level=0.95, rng=random
)
holm = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04]
fixture = {
    "versions": {"scipy": scipy.__version__, "numpy": numpy.__version__, "statsmodels": statsmodels.__version__},
    "signedRank": signed,
    "friedman": [
        friedman(numpy.round(random.normal(0, 1, (10, 4)) + [0, 0.3, 0.9, 1.2], 3)),
        friedman(numpy.round(random.normal(0, 1, (7, 3)) + [0, 0.5, 1], 0)),
    ],
    "studentisedRange": [
        {"k": k, "alpha": alpha, "q": float(stats.studentized_range.ppf(1 - alpha, k, numpy.inf))}
        for k in (2, 3, 5, 10, 25, 60)
        for alpha in (0.1, 0.05, 0.01)
    ],
    "chiSquare": [[x, n, float(stats.chi2.sf(x, n))] for x, n in ((0.1, 1), (3, 2), (12, 4), (60, 20), (0.5, 9))],
    "f": [
        [x, m, n, float(stats.f.sf(x, m, n))] for x, m, n in ((0.2, 2, 8), (3.1, 3, 27), (9, 1, 4), (1, 12, 300), (40, 4, 40))
    ],
    "holm": {"p": holm, "adjusted": multipletests(holm, method="holm")[1].tolist()},
    "bootstrap": {
        "values": blocks.tolist(),
        "low": float(boot.confidence_interval.low),
        "high": float(boot.confidence_interval.high),
        "standardError": float(boot.standard_error),
    },
}
path = Path(__file__).parents[2] / "test/fixtures/significance.json"
path.write_text(json.dumps(fixture) + "\n")
