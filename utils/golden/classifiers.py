"""Classifiers by scikit-learn for test/fixtures/classifiers.json.

Trees and ensembles of trees are grown with several random states, which must not matter: no two divisions are
equally good. SAMME.R is no longer in scikit-learn (removed in 1.6): its formulas are written here in NumPy after Zhu,
Zou, Rosset & Hastie 2009, algorithm 4, with the clipping of the last release that had it, over scikit-learn's trees.

Run by hand: python utils/golden/classifiers.py
"""

import json
import warnings
from pathlib import Path

import numpy
import scipy
import sklearn
from scipy.optimize._dcsrch import DCSRCH
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")
random = numpy.random.default_rng(17)
N = 300


def draw(count):
    """Rows (category of three, two numbers that float32 holds exactly) and labels of three overlapping classes."""
    category = random.integers(0, 3, count)
    labels = random.integers(0, 3, count)
    centre = numpy.array([[0, 0], [3, 1], [1, 4]])[labels] + 0.5 * category[:, None]
    numbers = numpy.round((centre + random.normal(size=(count, 2)) * [1.5, 1.2]) * 1024) / 1024
    return numpy.column_stack([category, numbers]), labels


rows, labels = draw(N)
test_rows, test_labels = draw(400)
scaler = StandardScaler().fit(rows[:, 1:])
ranges = MinMaxScaler().fit(rows[:, 1:])


def prepared(x, numbers):
    """One column for each category, then the numbers."""
    return numpy.column_stack([numpy.eye(3)[x[:, 0].astype(int)], numbers])


plain, plain_test = prepared(rows, rows[:, 1:]), prepared(test_rows, test_rows[:, 1:])
standard = prepared(rows, scaler.transform(rows[:, 1:]))
standard_test = prepared(test_rows, scaler.transform(test_rows[:, 1:]))


def targets(classes):
    """Labels of three classes, or of two: the first against the others."""
    return labels if classes == 3 else (labels > 0).astype(int)


def floats(values):
    return [float(f"{x:.12g}") for x in numpy.ravel(values)]


def same(make, fit):
    """What `fit` makes of a model; the same for every random state, or the script fails."""
    results = [json.dumps(fit(make(state))) for state in range(6)]
    assert len(set(results)) == 1, "equally good divisions"
    return json.loads(results[0])


def tree_of(classes, **settings):
    def fit(model):
        tree = model.fit(plain, targets(classes)).tree_
        return {
            "columns": [int(c) if c >= 0 else -1 for c in tree.feature],
            "thresholds": floats(numpy.where(tree.feature >= 0, tree.threshold, 0)),
            "right": [int(r) if r > 0 else 0 for r in tree.children_right],
            "values": floats(tree.value),
        }

    return same(lambda state: DecisionTreeClassifier(random_state=state, **settings), fit)


def samme_r(classes, count, rate, **settings):
    """Decision of SAMME.R, (N, K), as `decision_function` gave it before columns were joined."""

    def fit(state):
        y = targets(classes)
        weights = numpy.full(N, 1 / N)
        epsilon = numpy.finfo(float).eps
        total = numpy.zeros((len(plain_test), classes))
        for t in range(count):
            weights = numpy.clip(weights, epsilon, None)
            tree = DecisionTreeClassifier(random_state=state + t, **settings).fit(plain, y, sample_weight=weights)
            coding = numpy.where(y[:, None] == numpy.arange(classes), 1, -1 / (classes - 1))
            logs = numpy.log(numpy.clip(tree.predict_proba(plain), epsilon, None))
            weights = weights * numpy.exp(-rate * (classes - 1) / classes * (coding * logs).sum(axis=1))
            weights /= weights.sum()
            logs = numpy.log(numpy.clip(tree.predict_proba(plain_test), epsilon, None))
            total += (classes - 1) * (logs - logs.mean(axis=1, keepdims=True))
        return floats(total / count)

    return same(lambda state: state, fit)


def linear(model, classes, x=standard):
    model.fit(x, targets(classes))
    return {"weights": floats(model.coef_), "intercepts": floats(model.intercept_)}


def network(classes, hidden, activation, **settings):
    """A network from given parameters: those, and what they become."""
    y = targets(classes)
    common = {"hidden_layer_sizes": hidden, "activation": activation, "warm_start": True, "shuffle": False, **settings}
    model = MLPClassifier(random_state=3, **{**common, "max_iter": 1}).fit(standard, y)
    generator = numpy.random.default_rng(9)
    model.coefs_ = [generator.uniform(-0.6, 0.6, w.shape) for w in model.coefs_]
    model.intercepts_ = [generator.uniform(-0.6, 0.6, b.shape) for b in model.intercepts_]
    start = [w.ravel() for w in model.coefs_ + model.intercepts_]
    start = floats(numpy.concatenate(start))
    model.max_iter = settings["max_iter"]
    if hasattr(model, "_optimizer"):
        del model._optimizer
    model.t_, model._no_improvement_count, model.best_loss_, model.loss_curve_ = 0, 0, numpy.inf, []
    model.fit(standard, y)
    end = floats(numpy.concatenate([w.ravel() for w in model.coefs_ + model.intercepts_]))
    return {"classes": classes, "hidden": list(hidden), "activation": activation, "settings": settings, "start": start, "end": end, "iterations": int(model.n_iter_), "probabilities": floats(model.predict_proba(standard_test[:5]))}


def line_search(function, slope, first):
    """Step and number of evaluations of MINPACK-2's search with the constants of L-BFGS-B, also where it ends early."""
    search = DCSRCH(function, slope, 1e-3, 0.9, 0.1, 0, 1e10)
    step, value, derivative, task = search._iterate(first, function(0.0), slope(0.0), b"START")
    evaluations = 0
    while task[:2] == b"FG":
        evaluations += 1
        step, value, derivative, task = search._iterate(step, function(step), slope(step), task)
    return {"first": first, "step": float(step), "evaluations": evaluations}


def yanai(b1, b2):
    """Function 4 to 6 of Moré & Thuente 1994, table II on."""
    g1, g2 = (numpy.sqrt(1 + b * b) - b for b in (b1, b2))
    return (
        lambda a: g1 * numpy.sqrt((1 - a) ** 2 + b2 * b2) + g2 * numpy.sqrt(a * a + b1 * b1),
        lambda a: g1 * (a - 1) / numpy.sqrt((1 - a) ** 2 + b2 * b2) + g2 * a / numpy.sqrt(a * a + b1 * b1),
    )


LINES = {
    "fraction": (lambda a: -a / (a * a + 2), lambda a: (a * a - 2) / (a * a + 2) ** 2),
    "powers": (lambda a: (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4, lambda a: 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3),
    "yanai": yanai(0.001, 0.01),
    "waves": (lambda a: -numpy.sin(a) - 2.4 / 17 * numpy.sin(17 * a), lambda a: -numpy.cos(a) - 2.4 * numpy.cos(17 * a)),
}


def mean_accuracy(make, x, x_test):
    scores = [make(seed).fit(x, labels).score(x_test, test_labels) for seed in range(20)]
    return float(numpy.mean(scores))


forest_settings = {"n_estimators": 60, "min_samples_leaf": 3}
binary_test = (test_labels > 0).astype(int)
svm_tight = {"tol": 1e-9, "max_iter": 2_000_000}
logistic_tight = {"tol": 1e-9, "max_iter": 200_000}
fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__},
    "rows": floats(rows),
    "labels": [int(x) for x in labels],
    "testRows": floats(test_rows),
    "testLabels": [int(x) for x in test_labels],
    "prepared": {
        "standard": floats(standard[:6]),
        "minMax": floats(prepared(rows, ranges.transform(rows[:, 1:]))[:6]),
    },
    "trees": [
        {"classes": 2, "settings": {"maxDepth": 4, "minSamplesLeaf": 6}, "tree": tree_of(2, max_depth=4, min_samples_leaf=6)},
        {"classes": 3, "settings": {"maxDepth": 3, "minSamplesSplit": 30}, "tree": tree_of(3, max_depth=3, min_samples_split=30)},
        {"classes": 3, "settings": {"criterion": "entropy", "minSamplesLeaf": 15}, "tree": tree_of(3, criterion="entropy", min_samples_leaf=15)},
        {"classes": 2, "settings": {"minImpurityDecrease": 0.012}, "tree": tree_of(2, min_impurity_decrease=0.012)},
    ],
    "samme": [
        {
            "classes": classes,
            "settings": {"maxDepth": depth, "trees": 9, "learningRate": 0.7, "minSamplesLeaf": 8},
            "decision": same(
                lambda state: AdaBoostClassifier(DecisionTreeClassifier(max_depth=depth, min_samples_leaf=8), n_estimators=9, learning_rate=0.7, random_state=state),
                lambda model: floats(model.fit(plain, targets(classes)).decision_function(plain_test)),
            ),
        }
        for classes, depth in ((2, 1), (2, 2), (3, 2))
    ],
    "sammeR": [
        {
            "classes": classes,
            "settings": {"maxDepth": depth, "trees": 9, "learningRate": 0.7, "minSamplesLeaf": 8, "algorithm": "samme.r"},
            "decision": samme_r(classes, 9, 0.7, max_depth=depth, min_samples_leaf=8),
        }
        for classes, depth in ((2, 1), (2, 2), (3, 2))
    ],
    "gradientBoosting": [
        {
            "classes": classes,
            "settings": {"trees": 12, "learningRate": 0.2, "maxDepth": 2, "minSamplesLeaf": 9},
            "decision": same(
                lambda state: GradientBoostingClassifier(n_estimators=12, learning_rate=0.2, max_depth=2, min_samples_leaf=9, random_state=state),
                lambda model: floats(model.fit(plain, targets(classes)).decision_function(plain_test[:60])),
            ),
            "probabilities": floats(GradientBoostingClassifier(n_estimators=12, learning_rate=0.2, max_depth=2, min_samples_leaf=9).fit(plain, targets(classes)).predict_proba(plain_test[:10])),
        }
        for classes in (2, 3)
    ],
    "logistic": [
        {"classes": classes, "settings": {"penalty": penalty, "c": 0.5}, **linear(LogisticRegression(**options, C=0.5, **logistic_tight), classes)}
        for classes in (2, 3)
        for penalty, options in (
            ("l2", {"solver": "lbfgs", "l1_ratio": 0}),
            ("l1", {"solver": "saga", "l1_ratio": 1}),
        )
    ],
    "svm": [
        {"classes": classes, "settings": settings, "numbersOnly": only, **linear(LinearSVC(**options, C=0.3, **svm_tight), classes, standard[:, 3:] if only else standard)}
        for classes in (2, 3)
        # by absolute values, the intercept and the categories could share a weight in many ways
        for settings, options, only in (
            ({"penalty": "l2", "c": 0.3}, {"penalty": "l2", "dual": False}, False),
            ({"penalty": "l1", "c": 0.3}, {"penalty": "l1", "dual": False}, True),
            ({"multiClass": "crammer-singer", "c": 0.3}, {"multi_class": "crammer_singer"}, False),
        )
    ],
    "networks": [
        network(2, (4, 3), "tanh", solver="lbfgs", alpha=1e-3, max_iter=12, tol=1e-9),
        network(3, (5,), "logistic", solver="lbfgs", alpha=1e-4, max_iter=12, tol=1e-9),
        network(3, (), "identity", solver="lbfgs", alpha=1e-2, max_iter=400, tol=1e-7),
        network(2, (4, 3), "tanh", solver="sgd", alpha=1e-3, max_iter=2, learning_rate="constant", learning_rate_init=0.1),
        network(3, (4,), "relu", solver="sgd", alpha=1e-3, max_iter=3, learning_rate="invscaling", power_t=0.3, learning_rate_init=0.1, nesterovs_momentum=False, momentum=0.5),
        network(2, (3,), "identity", solver="sgd", alpha=1e-3, max_iter=60, learning_rate="adaptive", learning_rate_init=0.5, tol=1e-2, n_iter_no_change=2),
        network(3, (4, 3), "tanh", solver="adam", alpha=1e-3, max_iter=2, learning_rate_init=0.01),
        network(2, (4,), "logistic", solver="adam", alpha=0, max_iter=300, learning_rate_init=0.05, tol=1e-3, n_iter_no_change=4),
    ],
    "lines": {name: [line_search(*line, first) for first in (1e-3, 0.1, 0.5, 3.0, 10.0, 40.0)] for name, line in LINES.items()},
    "accuracies": {
        "forest": mean_accuracy(lambda seed: RandomForestClassifier(random_state=seed, **forest_settings), plain, plain_test),
        "mlp": mean_accuracy(lambda seed: MLPClassifier((12,), max_iter=120, learning_rate_init=0.01, random_state=seed), standard, standard_test),
    },
    "confusion": [int(x) for x in numpy.ravel(confusion_matrix(binary_test, DecisionTreeClassifier(max_depth=4, min_samples_leaf=6, random_state=0).fit(plain, targets(2)).predict(plain_test)))],
}
path = Path(__file__).parents[2] / "test/fixtures/classifiers.json"
path.write_text(json.dumps(fixture) + "\n")
