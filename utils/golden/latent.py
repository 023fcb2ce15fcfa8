"""Codes by PyTorch and principal components of codes by scikit-learn for test/fixtures/latent.json.

The codes are of the stacked encoders in test/fixtures/autoencoder.json, with its weights and its batch.

Run by hand: python utils/golden/latent.py
"""

import json
from pathlib import Path

import numpy
import sklearn
import torch
from sklearn.decomposition import PCA
from torch import nn

torch.set_default_dtype(torch.float64)
fixtures = Path(__file__).parents[2] / "test/fixtures"
source = json.loads((fixtures / "autoencoder.json").read_text())


def codes(case):
    """The last hidden state of the last layer."""
    settings, weights = case["settings"], case["weights"]
    sizes = [source["C"]] + [settings["hiddenSize"]] * settings["numLayers"] + [settings["embeddingSize"]]
    rows = torch.tensor(case["batch"]).reshape(source["B"], source["W"], source["C"])
    for i, (wide, size) in enumerate(zip(sizes, sizes[1:])):
        layer = {"lstm": nn.LSTM, "gru": nn.GRU}[settings["cell"]](wide, size, batch_first=True)
        for name, key in [("weight_ih", "weightIh"), ("weight_hh", "weightHh"), ("bias_ih", "biasIh"), ("bias_hh", "biasHh")]:
            parameter = getattr(layer, f"{name}_l0")
            parameter.data.copy_(torch.tensor(weights[f"encoder.{i}.{key}"]).reshape(parameter.shape))
        rows, _ = layer(rows)
    return [round(float(value), 8) for value in rows[:, -1].detach().reshape(-1)]


random = numpy.random.default_rng(5)
N, E = 40, 6
points = (random.normal(size=(N, 3)) * [3, 1.5, 0.5] @ random.normal(size=(3, E)) + 0.1 * random.normal(size=(N, E)) + 1).astype("float32")
model = PCA(n_components=2, svd_solver="full").fit(points.astype("float64"))
fixture = {
    "versions": {"torch": torch.__version__, "sklearn": sklearn.__version__, "numpy": numpy.__version__},
    "codes": [{"case": n, "codes": codes(source["cases"][n])} for n in (1, 2)],
    "pca": {
        "E": E,
        "input": [float(value) for value in points.reshape(-1)],
        "points": [round(float(value), 8) for value in model.transform(points.astype("float64")).reshape(-1)],
        "shares": [round(float(value), 8) for value in model.explained_variance_ratio_],
    },
}
(fixtures / "latent.json").write_text(json.dumps(fixture) + "\n")
