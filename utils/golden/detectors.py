"""Scores of classical detectors by scikit-learn, and by NumPy where PyOD is the model, for test/fixtures/detectors.json.

HBOS, ECOD and COPOD follow the formulas of PyOD's source (3.6), written here with NumPy.

Run by hand: python utils/golden/detectors.py
"""

import json
from pathlib import Path

import numpy
import scipy
import sklearn
from scipy.special import logsumexp
from scipy.stats import skew
from sklearn.cluster import DBSCAN, HDBSCAN, KMeans
from sklearn.covariance import MinCovDet
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KernelDensity, LocalOutlierFactor
from sklearn.svm import OneClassSVM

random = numpy.random.default_rng(21)
C = 4
# three groups of different density and a tenth of the rows far from all
centres = numpy.array([[0, 0, 0, 0], [6, 1, -3, 2], [-4, 5, 4, -2]])
groups = [random.normal(c, s, size=(n, C)) for c, s, n in zip(centres, (0.4, 0.8, 1.2), (70, 50, 40))]
train = numpy.vstack([*groups, random.uniform(-9, 9, size=(18, C))]).astype("float32")
random.shuffle(train)
test = numpy.vstack([random.normal(0, 0.5, size=(12, C)), random.uniform(-9, 9, size=(13, C))]).astype("float32")
X, Y = train.astype("float64"), test.astype("float64")


# three groups that every start of a mixture finds, and one group with a tenth of odd rows
clean = numpy.vstack([random.normal(3 * c, s, size=(40, C)) for c, s in zip(centres, (0.5, 0.9, 1.3))]).astype("float32")
mixing = random.normal(size=(C, C))
single = numpy.vstack([random.normal(size=(108, C)) @ mixing, random.uniform(-20, 20, size=(12, C))]).astype("float32")


def numbers(values, digits=9):
    """As many digits as a comparison to 1e-6 needs."""
    return [float(f"{float(x):.{digits}g}") for x in numpy.asarray(values).reshape(-1)]


def trees(forest):
    """Every tree of a forest: feature, threshold, children and rows of each node."""
    return [
        {
            "features": tree.tree_.feature.tolist(),
            "thresholds": numbers(tree.tree_.threshold),
            "left": tree.tree_.children_left.tolist(),
            "right": tree.tree_.children_right.tolist(),
            "rows": tree.tree_.n_node_samples.tolist(),
        }
        for tree in forest.estimators_
    ]


def hbos(bins=10, alpha=0.1, tolerance=0.5):
    """PyOD's HBOS with `tol`, for readings within the tolerance; the mean over channels instead of the sum."""
    scores, fullest = numpy.zeros_like(Y), numpy.zeros(C)
    for c in range(C):
        density, edges = numpy.histogram(X[:, c], bins=bins, density=True)
        width = edges[1] - edges[0]
        bin_of = numpy.clip(numpy.digitize(Y[:, c], edges) - 1, 0, bins - 1)
        scores[:, c] = -numpy.log2(density[bin_of] + alpha)
        fullest[c] = -numpy.log2(density.max() + alpha)
        outside = (Y[:, c] < edges[0] - tolerance * width) | (Y[:, c] > edges[-1] + tolerance * width)
        scores[outside, c] = numpy.nan
    rounded = [None if numpy.isnan(x) else float(f"{x:.9g}") for x in scores.reshape(-1)]
    return {"scores": rounded, "fullest": numbers(fullest)}


def tails(summary):
    """PyOD's ECOD or COPOD for each row of the test table alone, as one more row of the training table."""
    scores = []
    for row in Y:
        table = numpy.vstack([X, row])
        # the skewness of the training table; PyOD's changes with the rows that are scored
        left = -numpy.log([(table[:, c] <= row[c]).mean() for c in range(C)])
        right = -numpy.log([(table[:, c] >= row[c]).mean() for c in range(C)])
        sign = numpy.sign(skew(X, axis=0))
        skewed = left * -1 * numpy.sign(sign - 1) + right * numpy.sign(sign + 1)
        scores.append(numpy.maximum(skewed, summary(left, right)))
    return numbers(scores)


def densities(bandwidth):
    """Negative logarithms of the sum of normal kernels, added up directly."""
    squares = ((Y[:, None] - X) ** 2).sum(axis=-1)
    normaliser = numpy.log(len(X)) + C * numpy.log(bandwidth * numpy.sqrt(2 * numpy.pi))
    return normaliser - logsumexp(-squares / (2 * bandwidth**2), axis=1)


def autoregression(lags=3, ridge=1e-3):
    """Squared errors of each channel's forecast from its own rows before, by ridge regression."""
    series = numpy.cumsum(random.normal(size=(80, 2)), axis=0).astype("float32")
    centred = series.astype("float64") - series.astype("float64").mean(axis=0)
    errors = numpy.full(series.shape, numpy.nan)
    for c in range(2):
        before = numpy.column_stack([centred[lags - 1 - i : 80 - 1 - i, c] for i in range(lags)])
        penalty = numpy.sqrt(ridge * (before**2).sum(axis=0).mean())
        system = numpy.vstack([before, penalty * numpy.eye(lags)])
        weights = numpy.linalg.lstsq(system, numpy.concatenate([centred[lags:, c], numpy.zeros(lags)]), rcond=None)[0]
        errors[lags:, c] = (centred[lags:, c] - before @ weights) ** 2
    return {"series": numbers(series), "errors": numbers(errors[lags:])}


def separable(seed):
    """Rows of two crossed bars and uniform ones, and which are uniform."""
    r = numpy.random.default_rng(seed)
    bars = numpy.vstack([r.normal(0, [4, 0.3, 1], size=(300, 3)), r.normal(0, [0.3, 4, 1], size=(300, 3))])
    odd = r.uniform(-8, 8, size=(60, 3))
    return bars.astype("float32"), numpy.vstack([bars[::2] + r.normal(0, 0.1, size=(300, 3)), odd]).astype("float32")


def extended_scores(rows, scored, seed, trees=100, size=256):
    """Hariri's extended isolation forest with cuts in all directions, by its algorithms 2 and 3."""
    r = numpy.random.default_rng(seed)
    depths = numpy.zeros(len(scored))
    expected = lambda n: 0 if n <= 1 else 1 if n == 2 else 2 * (numpy.log(n - 1) + numpy.euler_gamma) - 2 * (n - 1) / n

    def descend(grown, which, depth):
        if len(which) == 0:
            return
        if depth == 8 or len(grown) <= 1:
            depths[which] += depth + expected(len(grown))
            return
        normal = r.normal(size=rows.shape[1])
        limit = normal @ r.uniform(grown.min(axis=0), grown.max(axis=0))
        below, above = grown @ normal <= limit, scored[which] @ normal <= limit
        descend(grown[below], which[above], depth + 1)
        descend(grown[~below], which[~above], depth + 1)

    for _ in range(trees):
        descend(rows[r.choice(len(rows), size, replace=False)], numpy.arange(len(scored)), 0)
    return 2 ** (-depths / (trees * expected(size)))


def isolation():
    """Scores of one small forest with its trees, and the areas under the ROC of many seeds."""
    forest = IsolationForest(n_estimators=6, max_samples=64, random_state=3).fit(train)
    bars, mixed = separable(1)
    labels = numpy.repeat([0, 1], [300, 60])
    areas = [roc_auc_score(labels, -IsolationForest(random_state=s).fit(bars).score_samples(mixed)) for s in range(8)]
    return {
        "sampleSize": 64,
        "trees": trees(forest),
        "scores": numbers(-forest.score_samples(test)),
        "bars": numbers(bars, 6),
        "mixed": numbers(mixed, 6),
        "areas": numbers(areas),
        "extendedAreas": numbers([roc_auc_score(labels, extended_scores(bars, mixed, s)) for s in range(8)]),
    }


def mixture(kind, K):
    fitted = GaussianMixture(K, covariance_type=kind, tol=1e-12, max_iter=2000, n_init=5, random_state=0).fit(clean.astype("float64"))
    return {"scores": numbers(-fitted.score_samples(Y)), "bic": float(fitted.bic(clean.astype("float64")))}


svm = OneClassSVM(nu=0.1, gamma="scale", tol=1e-10).fit(X)
mcd = MinCovDet(random_state=0).fit(single.astype("float64"))
lof = LocalOutlierFactor(n_neighbors=15, novelty=True).fit(X)
kmeans = KMeans(3, n_init=20, random_state=0, tol=0).fit(clean.astype("float64"))
fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__},
    "channels": C,
    "train": numbers(train),
    "test": numbers(test),
    "clean": numbers(clean),
    "single": numbers(single),
    "lof": numbers(-lof.score_samples(Y)),
    "dbscan": {"eps": 1.5, "minPts": 6, "labels": DBSCAN(eps=1.5, min_samples=6).fit(X).labels_.tolist()},
    "hdbscan": {
        size: HDBSCAN(min_cluster_size=int(size), min_samples=5, copy=True).fit(X).labels_.tolist() for size in ("5", "12")
    },
    "oneClassSvm": {"nu": 0.1, "scores": numbers(-svm.decision_function(Y)), "support": int(len(svm.support_))},
    "robustCovariance": numbers(mcd.mahalanobis(Y)),
    "mixture": {"single": mixture("full", 1), "full": mixture("full", 3), "diag": mixture("diag", 3), "bics": [mixture("full", k)["bic"] for k in (1, 2, 3, 4, 5)]},
    "kMeans": {"inertia": float(kmeans.inertia_), "scores": numbers((Y - kmeans.cluster_centers_[kmeans.predict(Y)]) ** 2)},
    "hbos": hbos(),
    "ecod": tails(numpy.maximum),
    "copod": tails(lambda left, right: (left + right) / 2),
    "kde": {
        # a wide kernel: with a narrow one scikit-learn's sums by a tree lose what is far out
        "wide": numbers(-KernelDensity(bandwidth=3).fit(X).score_samples(Y)),
        "narrow": numbers(densities(0.7)),
    },
    "autoregression": autoregression(),
    "isolation": isolation(),
}
path = Path(__file__).parents[2] / "test/fixtures/detectors.json"
path.write_text(json.dumps(fixture) + "\n")
