"""Siblings of what strangers have: PyTorch files with harmless values, dictionaries in wrappers, sharded checkpoints.

    python Tests/Goldens/strangers/make.py      (torch, numpy, safetensors; made with torch 2.15)

The folders beside it are small inputs made after public bug reports; golden.safetensors in them holds their own library's features.
"""
import collections
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent
made = HERE / "made"
made.mkdir(exist_ok=True)
x = torch.arange(6.0).view(2, 3)

harmless = {
    "x": x, "dtype": torch.float32, "other": torch.complex64, "device": torch.device("cuda:0"), "size": torch.Size([2, 3]), "set": {1, 2}, "frozen": frozenset({3}), "bytes": b"\x00abc\xff", "none": b"",
    "array": bytearray(b"abc"), "big": 1 << 100, "negative": -(1 << 40), "default": collections.defaultdict(list, {"a": [7]}), "counter": collections.Counter("aab"),
    "ordered": collections.OrderedDict(k=9), "layout": torch.strided, "complex": complex(1, 2), "f4": np.float32(3.5), "f8": np.float64(0.25), "i8": np.int64(-3), "u1": np.uint8(200), "b1": np.bool_(True),
    "numbers": np.arange(3.0), "swapped": np.dtype(">f4").type(2.0), "k": 5,
}
torch.save(harmless, made / "harmless.pt")
torch.save(harmless, made / "harmless4.pt", pickle_protocol=4)
parameter = torch.nn.Parameter(x.clone())
parameter.note = "mine"
torch.save({"parameter": parameter, "buffer": torch.nn.Buffer(x.clone()), "f8": x.to(torch.float8_e4m3fn), "f8b": x.to(torch.float8_e5m2), "u16": x.to(torch.uint16), "u32": x.to(torch.uint32), "u64": x.to(torch.uint64),
            "column": x.to(torch.uint16)[:, 1]}, made / "types.pt")
torch.save({"x": x, "c64": torch.zeros(2, dtype=torch.complex64), "quantised": torch.quantize_per_tensor(x, 0.1, 0, torch.qint8), "sparse": x.to_sparse(), "meta": torch.zeros(2, device="meta"),
            "e8": torch.zeros(2, dtype=torch.uint8).view(torch.float8_e8m0fnu)}, made / "foreign.pt")

state = torch.load(HERE.parent / "families/libraries/dictionary-learning-AutoEncoder/trainer_0/ae.pt", weights_only=True)


def prefixed(prefix):
    return {prefix + name: tensor for name, tensor in state.items()}


wrapped = {
    "orig_mod": prefixed("_orig_mod."), "module": prefixed("module."), "module_orig_mod": prefixed("module._orig_mod."), "state_dict": {"state_dict": dict(state), "step": 10, "lr": 1e-3},
    "model": {"model": dict(state), "optimizer": {"state": {0: {"exp_avg": torch.zeros(3)}}}}, "sae": {"sae": dict(state)}, "autoencoder": {"checkpoint": {"autoencoder": dict(state)}, "epoch": 3},
    "deep": {"state_dict": prefixed("_orig_mod.")}, "extra": dict(state) | {"scores": torch.zeros(3)}, "two": {"a": dict(state), "b": dict(state)},
}
for name, value in wrapped.items():
    torch.save(value, made / f"wrapped-{name}.pt")
save_file({name: tensor.contiguous() for name, tensor in state.items()}, made / "wrapped-none.safetensors")

whole = torch.load(HERE / "f_bin/pytorch_model.bin", weights_only=True)
shards = made / "f_shards"
shards.mkdir(exist_ok=True)
(shards / "config.json").write_bytes((HERE / "f_bin/config.json").read_bytes())
names = sorted(whole)
index = {"metadata": {"total_size": 1}, "weight_map": {}}
for number, part in enumerate([names[: len(names) // 2], names[len(names) // 2:]], 1):
    file = f"pytorch_model-{number:05}-of-00002.bin"
    torch.save({name: whole[name] for name in part}, shards / file)
    index["weight_map"] |= {name: file for name in part}
(shards / "pytorch_model.bin.index.json").write_text(json.dumps(index))
