"""Principal components by scikit-learn for test/fixtures/pca.json.

Run by hand: python utils/golden/pca.py
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.decomposition import PCA

random = numpy.random.default_rng(3)
T, C = 60, 7
mixing = random.normal(size=(3, C))
train = (random.normal(size=(T, 3)) * [3, 1.5, 0.7] @ mixing + 0.3 * random.normal(size=(T, C)) + 2).astype("float32")
test = (random.normal(size=(12, C)) * 2 + 2).astype("float32")
model = PCA(n_components=0.9, svd_solver="full").fit(train.astype("float64"))
projected = model.inverse_transform(model.transform(test.astype("float64")))
fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__},
    "channels": C,
    "train": [float(x) for x in train.reshape(-1)],
    "test": [float(x) for x in test.reshape(-1)],
    "components": int(model.n_components_),
    "variances": [round(float(x), 9) for x in PCA().fit(train.astype("float64")).explained_variance_],
    "scores": [round(float(x), 7) for x in ((test - projected) ** 2).reshape(-1)],
}
path = Path(__file__).parents[2] / "test/fixtures/pca.json"
path.write_text(json.dumps(fixture) + "\n")
