"""PyTorch files as torch.save writes them, and files that only look like them.

    python Tests/Goldens/pytorch/make.py      (numpy and torch)

Nothing here is dangerous to read for a program that runs nothing; do not unpickle `hostile-*` with Python.
"""
import builtins
import collections
import io
import os
import pickle
import struct
import sys
import types
import zipfile
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
VALUES = torch.tensor([[0, 1, 2], [3, 4, 250]])


def tensors():
    base = torch.arange(12, dtype=torch.float32)
    state = collections.OrderedDict(
        {name: VALUES.to(dtype) for name, dtype in dict(f64=torch.float64, f32=torch.float32, f16=torch.float16, bf16=torch.bfloat16, i64=torch.int64, i32=torch.int32,
                                                         i16=torch.int16, u8=torch.uint8).items()})
    state["truth"] = torch.tensor([True, False])
    state["transposed"] = VALUES.float().T          # [3, 2], strides (1, 3)
    state["column"] = base.view(4, 3)[1:, 1]        # offset 4, stride 3: 4, 7, 10
    state["scalar"] = torch.tensor(3.5)
    state["empty"] = torch.zeros(0, 3)
    state["parameter"] = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
    state["nested"] = {"inner": [torch.tensor([5.0]), {"deep": torch.tensor([6.0])}], "k": 7, "negative": -70000, "large": 1 << 40, "rate": 0.25, "name": "TopK", "on": True,
                       "none": None, "size": torch.Size([2, 3])}
    return state


torch.save(tensors(), HERE / "tensors.pt")
torch.save(tensors(), HERE / "protocol4.pt", pickle_protocol=4)
torch.save(torch.tensor([[1.0, 2.0]]), HERE / "alone.pt")
torch.save({"a": torch.tensor([1.0])}, HERE / "old-format.pt", _use_new_zipfile_serialization=False)
linear = torch.nn.Linear(2, 3)
linear.load_state_dict({"weight": torch.arange(6.0).view(3, 2), "bias": torch.zeros(3)})
torch.save(linear.state_dict(), HERE / "module.pt")


class Calls:
    def __init__(self, function, *arguments):
        self.reduction = (function, arguments)

    def __reduce__(self):
        return self.reduction


def foreign(module, name):
    """An instance of a class that says it comes from another library."""
    parts = module.split(".")
    for i in range(1, len(parts) + 1):
        sys.modules.setdefault(".".join(parts[:i]), types.ModuleType(".".join(parts[:i])))
    kind = type(name, (), {"__module__": module})
    setattr(sys.modules[module], name, kind)
    return kind()


def hostile(name, value):
    torch.save({"W_enc": torch.zeros(2, 2), "payload": value}, HERE / f"hostile-{name}.pt")


hostile("os-system", Calls(os.system, "echo unsafe"))
hostile("eval", Calls(builtins.eval, "1 + 1"))
hostile("getattr", Calls(getattr, Calls(__import__, "os"), "system"))
hostile("sklearn", foreign("sklearn.linear_model._base", "LinearRegression"))
hostile("partial", Calls(__import__("functools").partial, print, "unsafe"))
hostile("dtype", torch.float32)
hostile("whole-module", linear)
(HERE / "hostile-bare.pkl").write_bytes(pickle.dumps(Calls(os.system, "echo unsafe"), protocol=2))
(HERE / "hostile-bare4.pkl").write_bytes(pickle.dumps(foreign("sklearn.tree._classes", "DecisionTreeClassifier"), protocol=4))


def written(name, program, storage=b"\0" * 16, method=zipfile.ZIP_STORED):
    """A zip in PyTorch's layout around a pickle program."""
    with zipfile.ZipFile(HERE / f"hostile-{name}.pt", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a/data.pkl", program, zipfile.ZIP_DEFLATED if len(program) > 50_000 else zipfile.ZIP_STORED)
        archive.writestr("a/byteorder", b"little")
        archive.writestr(zipfile.ZipInfo("a/data/0"), storage, method)


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def number(value):
    return b"\x8a\x08" + struct.pack("<q", value)


def extents(values):
    return b"(" + b"".join(map(number, values)) + b"t"


def tensor(count=4, offset=0, shape=(2, 2), strides=(2, 1), storage="FloatStorage", key="0"):
    identifier = b"(" + text("storage") + f"ctorch\n{storage}\n".encode() + text(key) + text("cpu") + number(count) + b"tQ"
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + identifier + number(offset) + extents(shape) + extents(strides) + b"\x89ccollections\nOrderedDict\n)RtR"


def one(value):
    return b"\x80\x02}" + text("W_enc") + value + b"s."


written("sound", one(tensor()))
written("long-storage", one(tensor(count=1 << 31, shape=(1 << 16, 1 << 15), strides=(1 << 15, 1))))
written("far-offset", one(tensor(offset=3)))
written("negative-offset", one(tensor(offset=-1)))
written("negative-stride", one(tensor(strides=(-2, 1))))
written("expanded", one(tensor(shape=(1 << 17, 1 << 14), strides=(0, 0))))
written("overflow", one(tensor(shape=(1 << 62, 1 << 62), strides=(1 << 62, 1))))
written("missing-storage", one(tensor(key="9")))
written("outside", one(tensor(key="../../etc/passwd")))
written("complex", one(tensor(storage="ComplexFloatStorage")))
written("packed-storage", one(tensor()), b"\0" * 100_000, zipfile.ZIP_DEFLATED)
# Reductions inside the arguments of a reduction that is allowed.
written("nested", one(b"ctorch._utils\n_rebuild_parameter\n(cposix\nsystem\n" + text("echo unsafe") + b"\x85R\x88ccollections\nOrderedDict\n)RtR"))
# A dictionary that holds itself, lists of lists that double, tuples a hundred thousand deep.
written("itself", b"\x80\x02}q\x00" + text("a") + b"h\x00s.")
written("laughs", b"\x80\x02]q\x00" + b"".join(b"]q" + bytes([i]) + (b"(" + b"h" + bytes([i - 1]) + b"h" + bytes([i - 1]) + b"e") for i in range(1, 60)) + b"}" + text("a") + b"h\x3bs.")
written("deep", b"\x80\x02)" + b"\x85" * 90_000 + b".")
written("many", b"\x80\x02" + b"N" * 300_000 + b".")
written("object", b"\x80\x02ccollections\nOrderedDict\n)\x81.")
written("instance", b"\x80\x02(ios\nsystem\n.")
written("empty-stack", b"\x80\x02R.")
written("cut", one(tensor())[:-30])
written("twice", b"\x80\x02}(" + text("W_enc") + tensor() + text("W_enc") + tensor() + b"u.")

# 64 MB of zeros in 64 kB.
np.savez_compressed(HERE / "hostile-bomb.npz", w_enc=np.zeros((4096, 4096), dtype="<f4"))
# A storage of 10 GB that is not there, in an npz.
header = b"\x93NUMPY\x01\x00" + struct.pack("<H", 70) + b"{'descr': '<f4', 'fortran_order': False, 'shape': (50000, 50000), }".ljust(69) + b"\n"
with zipfile.ZipFile(HERE / "hostile-large.npz", "w") as archive:
    archive.writestr("w_enc.npy", header + b"\0" * 64)
