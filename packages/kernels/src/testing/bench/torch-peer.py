"""PyTorch's side of `npm run bench -- kernels`: the networks of models.ts, timed on request.

Reads a line of JSON, does what it says, answers with a line; see peer.ts.
Usage: python torch-peer.py THREADS; ANODEC_TORCH_DEVICE=cuda puts the network on a GPU, where ANODEC_TORCH_TF32=1 lets
it multiply with ten bits of mantissa
"""

import json
import os
import resource
import statistics
import sys
import time

import torch
from torch import nn

THREADS = int(sys.argv[1])
clock = time.process_time if os.environ.get("ANODEC_BENCH_CLOCK") == "processor" else time.perf_counter
DEVICE = os.environ.get("ANODEC_TORCH_DEVICE", "cpu")
TF32 = os.environ.get("ANODEC_TORCH_TF32") == "1"
torch.backends.cuda.matmul.allow_tf32 = TF32
torch.backends.cudnn.allow_tf32 = TF32
C = 51


class Autoencoder(nn.Module):
    def __init__(self, model):
        super().__init__()
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[model["cell"]]

        def chain(sizes):
            return nn.ModuleList(kind(a, b, batch_first=True) for a, b in zip(sizes, sizes[1:]))

        self.encoder = chain(model["encoder"])
        self.decoder = chain(model["decoder"])
        self.output = nn.Linear(model["decoder"][-1], C) if model["dense"] else nn.Identity()
        self.window = model["W"]

    def forward(self, x):
        for layer in self.encoder:
            x, _ = layer(x)
        y = x[:, -1:].expand(-1, self.window, -1)
        for layer in self.decoder:
            y, _ = layer(y)
        return self.output(y)


def place():
    if DEVICE == "cpu":
        return f"{torch.get_num_threads()} threads"
    return f"{torch.cuda.get_device_name()}, cuDNN {torch.backends.cudnn.version()}, TF32 {'on' if TF32 else 'off'}"


class Timed:
    def __init__(self, model):
        torch.manual_seed(1)
        self.network = Autoencoder(model).to(DEVICE)
        self.optimiser = torch.optim.Adam(self.network.parameters())
        self.loss = {"mse": nn.MSELoss(), "mae": nn.L1Loss(), "huber": nn.HuberLoss()}[model["loss"]]
        self.batch = torch.randn(model["B"], model["W"], C)

    def train(self):
        self.optimiser.zero_grad()
        batch = self.batch.to(DEVICE)
        loss = self.loss(self.network(batch), batch)
        loss.backward()
        self.optimiser.step()
        return loss.item()

    def score(self):
        with torch.inference_mode():
            return self.network(self.batch.to(DEVICE)).cpu().numpy()


def repeat(work, milliseconds):
    """The median milliseconds of as many repetitions as fit into the given time, one at least."""
    times = []
    end = time.perf_counter() + milliseconds / 1000
    while not times or time.perf_counter() < end:
        start = clock()
        work()
        times.append((clock() - start) * 1000)
    return statistics.median(times)


torch.set_num_threads(THREADS)
timed = None
for line in sys.stdin:
    request = json.loads(line)
    try:
        if request["command"] == "load":
            timed = Timed(request["model"])
            answer = {"about": f"PyTorch {torch.__version__}, {place()}"}
        elif request["command"] == "memory":
            answer = {"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
        else:
            work = getattr(timed, request["command"])
            answer = {"milliseconds": repeat(work, request["milliseconds"])}
    except Exception as error:  # the other side prints it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
