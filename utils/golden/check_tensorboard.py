"""Checks event files against the real TensorBoard: its file reader and its web server.

    python utils/golden/check_tensorboard.py            writes a run with our writer (build first) and checks it
    python utils/golden/check_tensorboard.py LOG_DIR    prints what TensorBoard sees in a folder of runs

Needs tensorboard (checked with 2.21.0) and node. Run by hand; no test needs it.
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util.tensor_util import make_ndarray

ROOT = Path(__file__).resolve().parents[2]
WRITER = ROOT / "packages/tensorboard-logger/dist/index.js"

WRITE = """
import { createEventWriter } from %s;
let time = 1.7e9;
for (const [run, rate] of [['version_0', 1e-3], ['version_1', 2e-3]]) {
  const writer = createEventWriter(%s + '/' + run, { wallTime: () => time++ });
  writer.hyperparameters({ rate, cell: 'lstm', reversed: true });
  writer.scalar('loss/train', 0.5, 0);
  writer.flush();
  writer.scalars({ 'loss/train': 0.25, 'loss/valid': NaN }, 7);
  writer.text('config', '**F\\u00fcllstand**', 0);
  writer.histogram('weights', [1, 2, 2, 3, 10], 3);
  writer.endSession('success');
  writer.close();
}
// apart from the runs with settings: the HParams page fails at a step beyond 2 ** 31, the others do not
const long = createEventWriter(%s + '/long', { wallTime: () => time });
long.scalar('loss/train', 0.125, 2 ** 33);
long.close();
"""


def read_files(log_dir):
    """What EventAccumulator reads: run -> tag -> list of (wall time, step, value)."""
    runs = {}
    for folder in sorted({path.parent for path in Path(log_dir).rglob("events.out.tfevents.*")}):
        reader = EventAccumulator(str(folder), size_guidance={"tensors": 0})
        reader.Reload()
        runs[str(folder.relative_to(log_dir))] = {
            tag: [(e.wall_time, e.step, make_ndarray(e.tensor_proto)) for e in reader.Tensors(tag)]
            for tag in reader.Tags()["tensors"]
        }
    return runs


def ask_server(log_dir, questions):
    """The JSON answers of a real TensorBoard that serves log_dir on 127.0.0.1 meanwhile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(log_dir)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--load_fast", "false"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}/data/"
        for _ in range(120):
            time.sleep(0.5)
            try:
                if fetch(base + "runs"):
                    break
            except (urllib.error.URLError, ConnectionError):
                pass
        return [fetch(base + path, body) for path, body in questions]
    finally:
        server.terminate()
        server.wait()


def fetch(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
        return json.load(answer)


def check(log_dir):
    folder = json.dumps(str(log_dir))
    script = WRITE % (json.dumps(WRITER.as_uri()), folder, folder)
    subprocess.run(["node", "--input-type=module", "-e", script], check=True)
    runs = read_files(log_dir)
    run = runs["version_0"]
    assert [(step, float(value)) for _, step, value in runs["long"]["loss/train"]] == [(2**33, 0.125)]
    assert [(step, float(value)) for _, step, value in run["loss/train"]] == [(0, 0.5), (7, 0.25)]
    assert run["loss/train"][0][0] == 1.7e9 + 4, run["loss/train"]
    assert run["config"][0][2].item().decode() == "**Füllstand**"
    assert run["weights"][0][2].shape == (30, 3) and run["weights"][0][2][:, 2].sum() == 5
    tag = urllib.parse.urlencode({"run": "version_0", "tag": "loss/train"})
    sessions = {"experimentName": "", "colParams": [], "startIndex": 0, "sliceSize": 10}
    sessions["aggregationType"] = "AGGREGATION_AVG"
    sessions["allowedStatuses"] = ["STATUS_SUCCESS", "STATUS_UNKNOWN"]
    scalars, long_scalars, texts, histograms, experiment, groups = ask_server(
        log_dir,
        [
            ("plugin/scalars/scalars?" + tag, None),
            ("plugin/scalars/scalars?run=long&tag=loss%2Ftrain", None),
            ("plugin/text/tags", None),
            ("plugin/histograms/tags", None),
            ("plugin/hparams/experiment", {"experimentName": "", "includeMetrics": True}),
            ("plugin/hparams/session_groups", sessions),
        ],
    )
    assert scalars == [[1.7e9 + 4, 0, 0.5], [1.7e9 + 5, 7, 0.25]], scalars
    assert [event[1:] for event in long_scalars] == [[2**33, 0.125]], long_scalars
    assert texts["version_0"] == ["config"], texts
    assert list(histograms["version_1"]) == ["weights"], histograms
    assert {info["name"] for info in experiment["hparamInfos"]} == {"rate", "cell", "reversed"}
    rates = [group["hparams"]["rate"] for group in groups["sessionGroups"]]
    assert sorted(rates) == [0.001, 0.002], groups
    print("TensorBoard reads scalars, steps, text, histograms and settings as written.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for name, tags in read_files(sys.argv[1]).items():
            for tag_name, events in tags.items():
                print(name, tag_name, len(events), "events, last:", events[-1][1:])
    else:
        with tempfile.TemporaryDirectory() as folder:
            check(folder)
