"""Events of every kind by PyTorch and TensorBoard for test/fixtures/tensorboard-events.json.

Each event is PyTorch's SummaryWriter's as TensorBoard's own reader hands it on (data_compat, dataclass_compat:
values of TensorBoard 1 become tensors), without what the reader adds: a display name copied from the tag, and a mark
that an image was converted. Where PyTorch has
another form than TensorBoard's own builders (text of rank 1, histograms without their empty edge buckets, settings
without times), the builder's bytes are the fixture, and PyTorch's values stand beside them.

Run by hand: python utils/golden/tensorboard_events.py
"""

import base64
import json
import tempfile
from pathlib import Path

import numpy
import tensorboard
import torch
from tensorboard import data_compat, dataclass_compat
from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader
from tensorboard.compat.proto import event_pb2, graph_pb2, summary_pb2, versions_pb2
from tensorboard.plugins.histogram.summary_v2 import histogram_pb
from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2
from tensorboard.plugins.hparams import metadata as hparams_metadata
from tensorboard.plugins.hparams.summary_v2 import hparams_pb
from tensorboard.plugins.text.summary_v2 import text_pb
from tensorboard.util import tensor_util
from torch.utils.tensorboard import SummaryWriter
from torch.utils.tensorboard._proto_graph import node_proto

TIME = 1.7e9
random = numpy.random.default_rng(5)
weights = random.normal(size=200).astype("float32")
labels = (random.random(300) < 0.3).astype(int)
predictions = numpy.clip(0.4 * labels + 0.6 * random.random(300), 0, 1)
pixels = random.integers(0, 256, (3, 5, 4), dtype="uint8")  # channels, height, width
layout = {
    "losses": {"both": ["Multiline", ["loss/train", "loss/valid"]]},
    "errors": {"spread": ["Margin", ["error/mean", "error/low", "error/high"]]},
}
nodes = [
    {"name": "input", "op": "Windows", "outputsize": [-1, 20, 8], "attributes": "scaled readings"},
    {"name": "encoder/0", "op": "LSTM", "input": ["input"], "outputsize": [-1, 20, 32], "attributes": "5376 weights"},
    {"name": "encoder/1", "op": "LSTM", "input": ["encoder/0"], "outputsize": [-1, 16], "attributes": ""},
]


def torch_events(write, **options):
    """The events after the first one of a SummaryWriter, as TensorBoard reads them."""
    with tempfile.TemporaryDirectory() as folder:
        writer = SummaryWriter(folder, **options)
        write(writer)
        writer.close()
        (path,) = Path(folder).glob("events*")
        initial = {}
        migrated = []
        for event in list(LegacyEventFileLoader(str(path)).Load())[1:]:
            for one in dataclass_compat.migrate_event(data_compat.migrate_event(event), initial):
                for value in one.summary.value:
                    value.metadata.display_name = ""
                    if value.metadata.plugin_data.plugin_name == "images":
                        value.metadata.plugin_data.content = b""
                migrated.append(one)
        return migrated


def built(summary, step):
    """An event of TensorBoard's own builder."""
    event = event_pb2.Event(wall_time=TIME, step=step, summary=summary)
    return dataclass_compat.migrate_event(event, {})[0]


def encode(event):
    event.wall_time = TIME
    return base64.b64encode(event.SerializeToString(deterministic=True)).decode()


def values_of(event):
    return tensor_util.make_ndarray(event.summary.value[0].tensor)


def graph_events(writer):
    graph = graph_pb2.GraphDef(node=[node_proto(**n) for n in nodes], versions=versions_pb2.VersionDef(producer=22))
    event = event_pb2.Event(graph_def=graph.SerializeToString(deterministic=True))
    writer._get_file_writer().add_event(event, None, TIME)


def experiment():
    infos = [("rate", "DATA_TYPE_FLOAT64"), ("cell", "DATA_TYPE_STRING"), ("reversed", "DATA_TYPE_BOOL")]
    content = plugin_data_pb2.HParamsPluginData(
        experiment=api_pb2.Experiment(
            hparam_infos=[api_pb2.HParamInfo(name=n, type=api_pb2.DataType.Value(t)) for n, t in infos],
            metric_infos=[api_pb2.MetricInfo(name=api_pb2.MetricName(tag="f1"))],
        )
    )
    return hparams_summary(hparams_metadata.EXPERIMENT_TAG, content)


def hparams_summary(tag, content):
    """As the builders do it, which need TensorFlow for the end of a session."""
    summary = summary_pb2.Summary()
    metadata = hparams_metadata.create_summary_metadata(content)
    summary.value.add(tag=tag, metadata=metadata, tensor=hparams_metadata.NULL_TENSOR)
    return summary


def session_start():
    summary = hparams_pb({"rate": 0.5, "cell": "gru", "reversed": False}, start_time_secs=TIME)
    value = summary.value[0].metadata.plugin_data
    content = plugin_data_pb2.HParamsPluginData.FromString(value.content)
    content.session_start_info.group_name = ""  # by default a hash of the settings
    value.content = content.SerializeToString(deterministic=True)
    return summary


def session_end():
    info = plugin_data_pb2.SessionEndInfo(status=api_pb2.Status.Value("STATUS_SUCCESS"), end_time_secs=TIME)
    content = plugin_data_pb2.HParamsPluginData(session_end_info=info)
    return hparams_summary(hparams_metadata.SESSION_END_INFO_TAG, content)


def projector():
    """The files of an embedding as PyTorch writes them."""
    vectors = torch.tensor([[0.5, -1.25, 3.0], [2.0, 0.125, -0.75]])
    with tempfile.TemporaryDirectory() as folder:
        writer = SummaryWriter(folder)
        rows = [["first", 0.5], ["second", 1.5]]
        writer.add_embedding(vectors, metadata=rows, metadata_header=["name", "error"], tag="code", global_step=3)
        writer.add_embedding(vectors, metadata=["a", "b"], tag="other", global_step=12)
        writer.close()
        files = [p for p in Path(folder).rglob("*") if p.is_file() and "tfevents" not in p.name]
        return {str(p.relative_to(folder)): p.read_text() for p in sorted(files)}


scalar = torch_events(lambda w: w.add_scalar("loss/train", 0.25, 7))[0]
text = torch_events(lambda w: w.add_text("note", "**Füllstand** 水", 3))[0]
histogram = torch_events(lambda w: w.add_histogram("weights", weights, 9, bins=30))[0]
image = torch_events(lambda w: w.add_image("pixels", pixels, 4))[0]
curve = torch_events(lambda w: w.add_pr_curve("curve", labels, predictions, 2))[0]
graph = torch_events(graph_events)[0]
graph.ClearField("summary")
purge = torch_events(lambda w: None, purge_step=40)[1]  # after a second event with the version
custom = torch_events(lambda w: w.add_custom_scalars(layout))[0]
png = values_of(image)[2]
fixture = {
    "versions": {"torch": torch.__version__, "tensorboard": tensorboard.__version__, "numpy": numpy.__version__},
    "time": TIME,
    "inputs": {
        "weights": [float(x) for x in weights],
        "labels": labels.tolist(),
        "predictions": predictions.tolist(),
        "png": base64.b64encode(png).decode(),
        "pixels": pixels.transpose(1, 2, 0).reshape(-1).tolist(),
    },
    "torch": {
        "text": values_of(text)[0].decode(),
        "histogram": [row for row in values_of(histogram).tolist() if row[2] > 0],
    },
    "events": {
        "scalar": encode(scalar),
        "text": encode(built(text_pb("note", "**Füllstand** 水"), 3)),
        "histogram": encode(built(histogram_pb("weights", weights), 9)),
        "equal": encode(built(histogram_pb("equal", numpy.full(4, 2.5)), 0)),
        "image": encode(image),
        "curve": encode(curve),
        "graph": encode(graph),
        "purge": encode(purge),
        "custom": encode(custom),
        "experiment": encode(built(experiment(), 0)),
        "start": encode(built(session_start(), 0)),
        "end": encode(built(session_end(), 0)),
    },
    "projector": projector(),
}
path = Path(__file__).parents[2] / "test/fixtures/tensorboard-events.json"
path.write_text(json.dumps(fixture, ensure_ascii=False) + "\n")
