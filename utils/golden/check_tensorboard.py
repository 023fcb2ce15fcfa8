"""Checks event files against the real TensorBoard: its file reader and its web server, with and without its fast loader.

    python utils/golden/check_tensorboard.py            writes runs with our writer (build first) and checks them
    python utils/golden/check_tensorboard.py LOG_DIR    prints what TensorBoard's server lists in a folder of runs

Needs tensorboard (checked with 2.21.0) and node. Run by hand; no test needs it.
"""

import io
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
import { addEmbedding, createEventWriter } from %s;
const folder = %s;
let time = 1.7e9;
const rgba = Uint8Array.from({ length: 6 * 4 * 4 }, (_, i) => 2 * i);
for (const [run, rate] of [['version_0', 1e-3], ['version_1', 2e-3]]) {
  const writer = createEventWriter(folder + '/' + run, { wallTime: () => time++ });
  writer.hyperparameters({ rate, cell: 'lstm', reversed: true });
  writer.scalar('loss/train', 0.5, 0);
  writer.flush();
  writer.scalars({ 'loss/train': 0.25, 'loss/valid': NaN }, 7);
  writer.text('config', '**F\\u00fcllstand**', 0);
  writer.histogram('weights', [1, 2, 2, 3, 10], 3);
  writer.image('chart', { width: 6, height: 4, rgba }, 2);
  writer.prCurve('curve', [0, 1, 1, 0], [0.1, 0.9, 0.6, 0.7], 1);
  writer.graph([{ name: 'in', op: 'Input', shape: [-1, 3] }, { name: 'net/a', op: 'LSTM', inputs: ['in'] }]);
  writer.customScalars({ losses: { both: { lines: ['loss/train', 'loss/valid'] } } });
  writer.endSession('success');
  writer.close();
  addEmbedding(folder + '/' + run, {
    tag: 'code', step: 3, size: 2, vectors: [0, 1, 2, 3, 4, 5.5],
    columns: { time: [0, 1, 2], name: ['a', 'b', 'c'] },
  });
}
// apart from the runs with settings: the HParams page fails at a step beyond 2 ** 31, the others do not
const long = createEventWriter(folder + '/long', { wallTime: () => time });
long.scalar('loss/train', 0.125, 2 ** 33);
long.close();
for (const [first, value, options] of [[0, 1, {}], [5, 2, { purgeStep: 5 }]]) {
  const resumed = createEventWriter(folder + '/resumed', { wallTime: () => time++, ...options });
  for (let step = first; step < 8; step++) resumed.scalar('loss/train', value, step);
  resumed.close();
}
"""

PLUGINS = ["scalars", "histograms", "distributions", "images", "text", "pr_curves"]


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


class Server:
    """A real TensorBoard that serves log_dir on 127.0.0.1 meanwhile."""

    def __init__(self, log_dir, fast):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}/"
        command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(log_dir)]
        command += ["--host", "127.0.0.1", "--port", str(port), "--load_fast", "true" if fast else "false"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        seen, same = None, 0
        for _ in range(300):
            time.sleep(1)
            try:
                listed = [self.plugin(plugin + "/tags") for plugin in PLUGINS]
            except urllib.error.HTTPError:
                raise
            except (urllib.error.URLError, ConnectionError):
                continue  # it does not listen yet
            same = same + 1 if listed == seen else 0
            if same == 3 and listed[0]:  # runs are there before their values
                break
            seen = listed
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def read(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(self.base + path, data, headers), timeout=60) as answer:
            return answer.read()

    def fetch(self, path, body=None):
        return json.loads(self.read(path, body))

    def plugin(self, path, body=None, **query):
        return self.fetch(f"data/plugin/{path}?{urllib.parse.urlencode(query)}", body)

    def hparams(self):
        """Names of the settings, and the groups of runs."""
        experiment = self.plugin("hparams/experiment", {"experimentName": "", "includeMetrics": True})
        sessions = {"experimentName": "", "colParams": [], "startIndex": 0, "sliceSize": 5000}
        sessions["aggregationType"] = "AGGREGATION_AVG"
        sessions["allowedStatuses"] = ["STATUS_SUCCESS", "STATUS_FAILURE", "STATUS_RUNNING", "STATUS_UNKNOWN"]
        return experiment, self.plugin("hparams/session_groups", sessions)["sessionGroups"]


def check_files(log_dir):
    runs = read_files(log_dir)
    run = runs["version_0"]
    assert [(step, float(value)) for _, step, value in runs["long"]["loss/train"]] == [(2**33, 0.125)]
    assert [(step, float(value)) for _, step, value in run["loss/train"]] == [(0, 0.5), (7, 0.25)]
    assert run["loss/train"][0][0] == 1.7e9 + 4, run["loss/train"]
    assert run["config"][0][2].item().decode() == "**Füllstand**"
    assert run["weights"][0][2].shape == (30, 3) and run["weights"][0][2][:, 2].sum() == 5
    assert run["curve"][0][2].shape == (6, 127)
    # EventAccumulator purges old kinds of values only; the server purges all
    assert len(runs["resumed"]["loss/train"]) == 11


def check_server(log_dir, fast):
    with Server(log_dir, fast) as server:
        one = {"run": "version_0"}
        scalars = server.plugin("scalars/scalars", tag="loss/train", **one)
        assert scalars == [[1.7e9 + 4, 0, 0.5], [1.7e9 + 5, 7, 0.25]], scalars
        long_scalars = server.plugin("scalars/scalars", tag="loss/train", run="long")
        assert [event[1:] for event in long_scalars] == [[2**33, 0.125]], long_scalars
        resumed = server.plugin("scalars/scalars", tag="loss/train", run="resumed")
        assert [event[1:] for event in resumed] == [[s, 1 if s < 5 else 2] for s in range(8)], resumed
        assert server.plugin("text/text", tag="config", **one)[0]["text"] == "<p><strong>Füllstand</strong></p>"
        (histogram,) = server.plugin("histograms/histograms", tag="weights", **one)
        assert histogram[1] == 3 and sum(bucket[2] for bucket in histogram[2]) == 5, histogram
        assert len(server.plugin("distributions/distributions", tag="weights", **one)) == 1
        (image,) = server.plugin("images/images", tag="chart", sample=0, **one)
        assert image["step"] == 2, image
        check_image(server.read("data/plugin/images/individualImage?" + image["query"]))
        curve = server.plugin("pr_curves/pr_curves", tag="curve", **one)["version_0"][0]
        assert curve["precision"][0] == 0.5 and curve["recall"][0] == 1, curve
        graph = server.read("data/plugin/graphs/graph?run=version_0&conceptual=false").decode()
        assert 'name: "net/a"' in graph and 'input: "in"' in graph, graph
        layout = server.plugin("custom_scalars/layout")
        assert layout["category"][0]["chart"][0]["multiline"]["tag"] == ["loss/train", "loss/valid"], layout
        projector = server.plugin("projector/info", **one)
        assert [e["tensorName"] for e in projector["embeddings"]] == ["code:00003"], projector
        metadata = server.read("data/plugin/projector/metadata?run=version_0&name=code:00003").decode()
        assert metadata == "time\tname\n0\ta\n1\tb\n2\tc\n", metadata
        experiment, groups = server.hparams()
        assert {info["name"] for info in experiment["hparamInfos"]} == {"rate", "cell", "reversed"}
        assert sorted(group["hparams"]["rate"] for group in groups) == [0.001, 0.002], groups


def check_image(png):
    """The pixels by another decoder, where there is one."""
    try:
        from PIL import Image
    except ImportError:
        print("Pixels were not compared: Pillow is not installed.")
        return
    pixels = Image.open(io.BytesIO(png)).convert("RGBA").tobytes()
    assert list(pixels) == [2 * i for i in range(96)], list(pixels)


def describe(log_dir):
    """Prints the tags of every plugin."""
    with Server(log_dir, True) as server:
        for plugin in PLUGINS:
            print(f"{plugin}: {json.dumps(server.plugin(plugin + '/tags'), ensure_ascii=False)[:2000]}")
        for run in server.plugin("projector/runs"):
            names = [e["tensorName"] for e in server.plugin("projector/info", run=run)["embeddings"]]
            print(f"projector {run}: {names}")
        print(f"custom_scalars: {json.dumps(server.plugin('custom_scalars/layout'))}")
        print(f"graphs: {list(server.plugin('graphs/info'))}")
        experiment, groups = server.hparams()
        print(f"hparams: {[info['name'] for info in experiment['hparamInfos']]}")
        for group in groups:
            metrics = {v["name"]["tag"]: v["value"] for v in group["sessions"][0].get("metricValues", [])}
            print(f"  {group['name']}: {group['sessions'][0]['status']} {metrics}")


def check(log_dir):
    script = WRITE % (json.dumps(WRITER.as_uri()), json.dumps(str(log_dir)))
    subprocess.run(["node", "--input-type=module", "-e", script], check=True)
    check_files(log_dir)
    for fast in (False, True):
        check_server(log_dir, fast)
    print("TensorBoard reads every kind as written: its file reader, and its server with and without the fast loader.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        describe(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            check(folder)
