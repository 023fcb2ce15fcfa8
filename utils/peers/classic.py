"""The tasks of `npm run bench -- classic` by scikit-learn: learn from the first half of a table, score the second.

    python utils/peers/classic.py DETECTOR FILE EPS
"""

import json
import resource
import sys
import time

import numpy
from sklearn.cluster import DBSCAN
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors

name, file, eps = sys.argv[1:]
train, test = numpy.fromfile(file, dtype="float32").reshape(2, -1, 51)
wall, processor = time.perf_counter(), time.process_time()
if name == "isolation-forest":
    model = IsolationForest(random_state=0).fit(train)
    fitted = time.perf_counter()
    scores = -model.score_samples(test)
elif name == "lof":
    model = LocalOutlierFactor(n_neighbors=20, novelty=True, n_jobs=-1).fit(train)
    fitted = time.perf_counter()
    scores = -model.score_samples(test)
elif name == "knn":
    model = NearestNeighbors(n_neighbors=5, n_jobs=-1).fit(train)
    fitted = time.perf_counter()
    distances, _ = model.kneighbors(test)
    scores = (distances**2).mean(axis=1) / 51
else:
    # scikit-learn scores no new rows: the distance to the nearest core, as the detector here has it
    model = DBSCAN(eps=float(eps), min_samples=10, n_jobs=-1).fit(train)
    fitted = time.perf_counter()
    nearest = NearestNeighbors(n_neighbors=1, n_jobs=-1).fit(model.components_)
    scores = nearest.kneighbors(test)[0][:, 0] / float(eps)
figures = {
    "seconds": time.perf_counter() - wall,
    "fitSeconds": fitted - wall,
    "processorSeconds": time.process_time() - processor,
    "mean": float(numpy.mean(scores, dtype="float64")),
    "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}
print(json.dumps(figures))
