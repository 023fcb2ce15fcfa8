"""Days of devices for test/fixtures/devices.json: mixtures from given centres by scikit-learn, log loss, distances.

Run by hand: python utils/golden/devices.py
"""

import json
import warnings
from pathlib import Path

import numpy
import scipy
import sklearn
from scipy.spatial.distance import cdist
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_score,
    recall_score,
    roc_auc_score,
    roc_curve,
)
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")  # 20 steps are no convergence
random = numpy.random.default_rng(5)


class FromCentres(GaussianMixture):
    """Starts with each point whole in the mixture of the nearest of given centres."""

    def fit_from(self, X, centres):
        self.centres = centres
        return self.fit(X)

    def _initialize_parameters(self, X, random_state, xp=None):
        nearest = cdist(X, self.centres).argmin(axis=1)
        self._initialize(X, numpy.eye(len(self.centres))[nearest])


def mixture(N, D, K, spread):
    middles = random.normal(size=(K, D)) * spread
    X = (middles[numpy.arange(N) % K] + random.normal(size=(N, D))).astype("float32").astype("float64")
    centres = X[:K]
    model = FromCentres(K, covariance_type="full", max_iter=20, tol=0, reg_covar=1e-6).fit_from(X, centres)
    return {
        "size": D,
        "values": [float(x) for x in X.reshape(-1)],
        "centres": [float(x) for x in centres.reshape(-1)],
        "means": [round(float(x), 9) for x in model.means_.reshape(-1)],
        "shares": [round(float(x), 9) for x in model.predict_proba(X).reshape(-1)],
        "logDensity": float(model.score(X)),
        "bic": float(model.bic(X)),
    }


def wide():
    """More numbers than points of a distribution: covariances that only the floor of the variances makes regular."""
    D, K, N = 120, 2, 40
    levels = (numpy.arange(D) // 20) % 2 == numpy.arange(K)[:, None]
    X = (levels[numpy.arange(N) % K] + 0.1 * random.normal(size=(N, D))).astype("float32").astype("float64")
    model = FromCentres(K, covariance_type="full", max_iter=20, tol=0, reg_covar=1e-6).fit_from(X, X[:K])
    return {
        "size": D,
        "values": [float(x) for x in X.reshape(-1)],
        "centres": [float(x) for x in X[:K].reshape(-1)],
        "means": [round(float(x), 9) for x in model.means_.reshape(-1)],
        "shares": [round(float(x), 9) for x in model.predict_proba(X).reshape(-1)],
        "logDensity": float(model.score(X)),
        "bic": float(model.bic(X)),
    }


shares = random.dirichlet([1, 1, 1], size=30)
types = random.integers(0, 8, size=30)
groups = [0, 0, 1, 0, 1, 2, 2, 2]
truth = numpy.array(groups)[types]

# scores with one decimal, so that there are ties within and between the two groups
normal = [round(float(x), 1) for x in random.gamma(2, 1, 40)]
anomalous = [round(float(x), 1) for x in random.gamma(3, 1.4, 30)]
labels = numpy.repeat([0, 1], [len(normal), len(anomalous)])
scores = numpy.array(normal + anomalous)
fpr, tpr, limits = roc_curve(labels, scores, drop_intermediate=False)
best = int((tpr - fpr).argmax())
verdict = scores >= limits[best]
points = random.normal(size=(20, 4))
classes = random.integers(0, 3, size=20)

# a naming of three classes, drawn apart, so that the others stay as they were
apart = numpy.random.default_rng(6)
naming = apart.dirichlet([0.8, 0.8, 0.8], size=40)
named_truth = apart.integers(0, 3, size=40)
naming[numpy.arange(40), named_truth] += 0.4
naming /= naming.sum(axis=1, keepdims=True)
chosen = naming.argmax(axis=1)
confusion = confusion_matrix(named_truth, chosen)


def rates(k):
    hits, others = confusion[k, k], confusion.sum() - confusion[k].sum()
    falses = confusion[:, k].sum() - hits
    return {
        "auc": float(roc_auc_score(named_truth == k, naming[:, k])),
        "tpr": float(hits / confusion[k].sum()),
        "fpr": float(falses / others),
        "specificity": float(recall_score(named_truth != k, chosen != k)),
    }


fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__},
    "mixtures": [mixture(60, 3, 2, 1.5), mixture(90, 5, 3, 2.0)],
    "wide": wide(),
    "logLoss": {
        "shares": shares.tolist(),
        "types": types.tolist(),
        "groups": groups,
        "value": float(log_loss(truth, shares, labels=[0, 1, 2])),
    },
    "roc": {
        "normal": normal,
        "anomalous": anomalous,
        "fpr": fpr.tolist(),
        "tpr": tpr.tolist(),
        "auc": float(roc_auc_score(labels, scores)),
        "best": best,
        "precision": float(precision_score(labels, verdict)),
        "recall": float(recall_score(labels, verdict)),
        "f1": float(f1_score(labels, verdict)),
        "accuracy": float(accuracy_score(labels, verdict)),
    },
    "naming": {
        "probabilities": [float(x) for x in naming.reshape(-1)],
        "labels": named_truth.tolist(),
        "precision": float(precision_score(named_truth, chosen, average="micro")),
        "recall": float(recall_score(named_truth, chosen, average="micro")),
        "f1": float(f1_score(named_truth, chosen, average="micro")),
        "accuracy": float(accuracy_score(named_truth, chosen)),
        "auc": float(roc_auc_score(named_truth, naming, multi_class="ovo")),
        "classes": [rates(k) for k in range(3)],
    },
    "classes": {
        "size": 4,
        "points": [float(x) for x in points.reshape(-1)],
        "classes": classes.tolist(),
        "linkage": [
            float(cdist(points[classes == a], points[classes == b]).mean()) for a, b in [(0, 1), (0, 2), (1, 2)]
        ],
        "centroid": [
            float(numpy.linalg.norm(points[classes == a].mean(0) - points[classes == b].mean(0)))
            for a, b in [(0, 1), (0, 2), (1, 2)]
        ],
        "variances": [float(points[classes == k].var(axis=0).sum()) for k in range(3)],
    },
}
path = Path(__file__).parents[2] / "test/fixtures/devices.json"
path.write_text(json.dumps(fixture) + "\n")
