"""A Lightning checkpoint of the original program, for test/fixtures/torch/original.ckpt, original-ckpt.json, state-dict.pt.

The original module under attribute names of its own, trained by a step of Adam, in the dictionary that
pytorch-lightning 1.2.8 saves (dump_checkpoint): epoch, step, version, state dict, the state of a callback under its
class, optimizer states, schedulers and hyperparameters. Lightning itself is not needed: a class of its name stands for the
callback, as a pickle holds names of classes only. The fixture beside it has a batch and its reconstruction.

Run by hand: python utils/golden/lightning_checkpoint.py
"""

import json
import sys
import types
from pathlib import Path

import torch
from original_network import B, C, E, H, Original, W, flat
from torch import nn

folder = Path(__file__).parents[2] / "test/fixtures/torch"
torch.manual_seed(8)

module = types.ModuleType("pytorch_lightning.callbacks.model_checkpoint")
module.ModelCheckpoint = type("ModelCheckpoint", (), {"__module__": module.__name__})
for name in ("pytorch_lightning", "pytorch_lightning.callbacks"):
    sys.modules[name] = types.ModuleType(name)
sys.modules[module.__name__] = module


model = Original()
# as a GPU lays out recurrent weights: views of one storage
for lstm in (model.encoder.layer_in, model.decoder.layer_back):
    shared = torch.cat([parameter.detach().reshape(-1) for parameter in lstm.parameters()])
    at = 0
    for parameter in lstm.parameters():
        parameter.data = shared[at : at + parameter.numel()].view(parameter.shape)
        at += parameter.numel()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
x = torch.tensor(flat(torch.randn(B, W, C))).reshape(B, W, C)
nn.functional.l1_loss(model(x), x).backward()
optimizer.step()
hyper_parameters = {
    "hidden_size": H, "embedding_size": E, "learning_rate": 1e-3, "window_size": W, "sample_freq": "5s",
    "input_size": C, "seq_len": W, "gpus": None, "fast_dev_run": False, "validation_split": 0.05,
}
checkpoint = {
    "epoch": 1,
    "global_step": 1,
    "pytorch-lightning_version": "1.2.8",
    "state_dict": model.state_dict(),
    "callbacks": {module.ModelCheckpoint: {"monitor": None, "best_model_score": None, "dirpath": "lightning_logs/version_0/checkpoints"}},
    "optimizer_states": [optimizer.state_dict()],
    "lr_schedulers": [],
    "hparams_name": "kwargs",
    "hyper_parameters": hyper_parameters,
}
torch.save(checkpoint, folder / "original.ckpt")
fixture = {
    "versions": {"torch": torch.__version__},
    "windowSize": W,
    "hyperParameters": hyper_parameters,
    "arrays": {name: [float(f"{x:.9g}") for x in array.reshape(-1).tolist()] for name, array in model.state_dict().items()},
    "input": flat(x),
    "output": flat(model(x)),
}
(folder / "original-ckpt.json").write_text(json.dumps(fixture) + "\n")
# a state dict by itself: double precision, columns first, a parameter
odd = {"weight": torch.arange(6).double().reshape(2, 3).t(), "bias": nn.Parameter(torch.tensor([1.5, -2.0]))}
torch.save(odd, folder / "state-dict.pt")
