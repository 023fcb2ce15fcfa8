"""Tests of two independent samples and of tables of counts by SciPy: test/fixtures/two-samples.json.

Run by hand: python utils/golden/two_samples.py
"""

import json
import warnings
from pathlib import Path

import numpy
import scipy
from scipy import stats

warnings.filterwarnings("ignore")
random = numpy.random.default_rng(17)


def two_samples(x, y):
    x, y = [float(v) for v in x], [float(v) for v in y]
    u = stats.mannwhitneyu(x, y, alternative="two-sided")
    t = stats.ttest_ind(x, y, equal_var=False)
    bm = stats.brunnermunzel(x, y)
    return {
        "first": x,
        "second": y,
        "mannWhitney": [float(u.statistic), float(u.pvalue)],
        "welch": [float(t.statistic), float(t.df), float(t.pvalue)],
        "brunnerMunzel": [float(bm.statistic), float(bm.pvalue)],
    }


def table(counts):
    plain = stats.chi2_contingency(counts, correction=False)
    yates = stats.chi2_contingency(counts, correction=True)
    return {
        "counts": counts,
        "freedom": int(plain.dof),
        "plain": [float(plain.statistic), float(plain.pvalue)],
        "yates": [float(yates.statistic), float(yates.pvalue)],
    }


fixture = {
    "versions": {"scipy": scipy.__version__, "numpy": numpy.__version__},
    "samples": [
        two_samples(random.normal(0, 1, 5), random.normal(1, 2, 7)),  # exact
        two_samples(random.normal(0, 1, 8), random.normal(0.3, 1, 30)),  # exact, the smaller one first
        two_samples(random.normal(0, 1, 40), random.normal(0.2, 1, 6)),  # exact, the smaller one second
        two_samples(random.normal(0, 1, 9), random.normal(0.5, 1, 12)),  # no longer exact
        two_samples(random.integers(0, 4, 6), random.integers(1, 6, 8)),  # ties
        two_samples(random.integers(0, 9, 60), random.integers(1, 12, 45)),  # many ties
        two_samples(random.gamma(2, 1, 77), random.gamma(2, 3, 76)),  # far tails
        two_samples([1, 2, 2, 3], [1, 2, 2, 3]),  # no difference at all
    ],
    "tables": [
        table([[54, 22], [18, 59]]),
        table([[3, 1], [2, 5]]),
        table([[10, 20, 30], [12, 18, 9], [4, 4, 40]]),
        table([[5, 5], [5, 5]]),
    ],
}
path = Path(__file__).parents[2] / "test/fixtures/two-samples.json"
path.write_text(json.dumps(fixture) + "\n")
