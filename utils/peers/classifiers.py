"""The tasks of `npm run bench -- classifiers` by scikit-learn.

    python utils/peers/classifiers.py CASE FILE
"""

import json
import resource
import sys
import time
import warnings

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")  # training ends after a number of steps, not by itself
case, file = sys.argv[1:]
given = json.loads(case)
table = numpy.fromfile(file, dtype="float64").reshape(-1, given["columns"] + 1)
rows, labels = table[:, :-1], table[:, -1].astype(int)
if given["kind"] == "mlp":
    model = MLPClassifier(
        hidden_layer_sizes=given["layers"],
        activation=given["activation"],
        solver=given["solver"],
        max_iter=given["iterations"],
        tol=0,
        n_iter_no_change=10**6,
        random_state=0,
    )
else:
    model = RandomForestClassifier(n_estimators=given["trees"], random_state=0, n_jobs=1)
wall, processor = time.perf_counter(), time.process_time()
model.fit(rows, labels)
figures = {
    "seconds": time.perf_counter() - wall,
    "processorSeconds": time.process_time() - processor,
    "accuracy": float((model.predict(rows) == labels).mean()),
    "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}
print(json.dumps(figures))
