"""Isolation forest and DBSCAN by scikit-learn on the simulated laboratory, for test/fixtures/lab-sensor.json.

The rows come from packages/simulator (simulateLab), by Node; the fixture has only what scikit-learn says about them.

Run by hand, after npm run setup: python utils/golden/lab_sensor.py
"""

import json
import subprocess
from pathlib import Path

import numpy
import sklearn
from sklearn.cluster import DBSCAN
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

root = Path(__file__).parents[2]
PROGRAM = """
import { simulateLab } from './packages/simulator/dist/index.js';
const { values, labels } = simulateLab({ rows: ROWS });
console.log(JSON.stringify({ values: [...values], labels: [...labels] }));
"""


def rows_of(count):
    """Rows of the laboratory and their labels."""
    program = PROGRAM.replace("ROWS", str(count))
    done = subprocess.run(["node", "--input-type=module", "-e", program], cwd=root, capture_output=True, check=True)
    made = json.loads(done.stdout)
    return numpy.array(made["values"], dtype="float32").reshape(-1, 4), numpy.array(made["labels"])


few, _ = rows_of(1500)
scaled = StandardScaler().fit_transform(few.astype("float64")).astype("float32")
labels = DBSCAN(eps=0.3, min_samples=10).fit(scaled.astype("float64")).labels_
whole, truth = rows_of(23040)
train = whole[: 23040 // 5]
areas = [roc_auc_score(truth, -IsolationForest(random_state=s).fit(train).score_samples(whole)) for s in range(5)]
fixture = {
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__},
    "dbscan": labels.tolist(),
    "isolationAreas": [round(float(a), 6) for a in areas],
}
(root / "test/fixtures/lab-sensor.json").write_text(json.dumps(fixture) + "\n")
print("noise", int((labels < 0).sum()), "clusters", labels.max() + 1, areas)
