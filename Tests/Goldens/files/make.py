"""Makes the small files of this folder, in the formats' own libraries.

Run in this folder:  python make.py        (needs numpy, torch and safetensors)
The values are chosen so that every element type holds them exactly.
"""

import io
import json
import struct
import zipfile
import zlib

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

VALUES = [[0, 1, 2], [3, 4, 250]]

save_file(
    {
        **{
            name: torch.tensor(VALUES).to(dtype)
            for name, dtype in {
                "f64": torch.float64,
                "f32": torch.float32,
                "f16": torch.float16,
                "bf16": torch.bfloat16,
                "i64": torch.int64,
                "i32": torch.int32,
                "u8": torch.uint8,
            }.items()
        },
        "scalar": torch.tensor(3.5),
        "empty": torch.zeros(0, 3),
    },
    "types.safetensors",
    metadata={"made": "by Python", "schluessel": 'ä"\n'},
)

for name, dtype in {"f4": "<f4", "f2": "<f2", "f8": "<f8", "i8": "<i8", "i4": "<i4", "u1": "|u1", "big": ">f4"}.items():
    np.save(f"{name}.npy", np.array(VALUES, dtype=dtype))
np.save("fortran.npy", np.asfortranarray(np.array(VALUES, dtype="<f4")))
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, np.array(VALUES, dtype="<f4"), version=version)

arrays = {"activations": np.array(VALUES, dtype="<f4"), "ids": np.array([5, 6], dtype="<i8")}
np.savez("stored.npz", **arrays)
rng = np.random.default_rng(0)
np.savez_compressed(
    "deflated.npz",
    **arrays,
    zeros=np.zeros((300, 40), dtype="<f4"),
    noise=rng.standard_normal((20, 30)).astype("<f4"),
    text=np.frombuffer(b"the cat sat on the mat and the dog sat on the cat " * 20, dtype="|u1"),
)
print("sum of noise:", float(np.random.default_rng(0).standard_normal((20, 30)).astype("<f4").astype("<f8").sum()))
np.save("fortran-cube.npy", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)))


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


small = npy(np.array([1, 2, 4], dtype="<f4"))

# Sizes and offset in a zip64 extra field, and the zip64 records at the end, as for an archive above 4 GiB.
name, crc = b"a.npy", zlib.crc32(small)
local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 0, crc, 0xFFFFFFFF, 0xFFFFFFFF, len(name), 20)
local += name + struct.pack("<HHQQ", 1, 16, len(small), len(small)) + small
central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 0, crc, 0xFFFFFFFF, 0xFFFFFFFF, len(name), 28, 0, 0, 0, 0, 0xFFFFFFFF)
central += name + struct.pack("<HHQQQ", 1, 24, len(small), len(small), 0)
end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, len(central), len(local))
locator = struct.pack("<IIQI", 0x07064B50, 0, len(local) + len(central), 1)
end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
open("zip64.npz", "wb").write(local + central + end64 + locator + end)


class Unseekable(io.RawIOBase):
    """A stream: zipfile cannot go back, so sizes stand behind the data instead of in the local headers."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


with zipfile.ZipFile(Unseekable("streamed.npz"), "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.npy", small)
    archive.writestr("none.npy", npy(np.zeros((0, 5), dtype="<f4")))

# A member whose directory and array header both promise 12 bytes of elements, and whose data is a million.
with zipfile.ZipFile("bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.npy", small + bytes(1_000_000))
bomb = bytearray(open("bomb.npz", "rb").read())
at = bomb.rfind(b"PK\x01\x02")
bomb[at + 24 : at + 28] = struct.pack("<I", len(small))
open("bomb.npz", "wb").write(bomb)

# What the writer of this package is to write: I64 before F32, a compact header with sorted metadata, padded to eight bytes.
tensors = {"i \"q\"\n": np.array([7, -9, 1 << 40], dtype="<i8"), "values": np.array([[1, -2], [0.5, 3]], dtype="<f4"), "none": np.zeros((0, 4), dtype="<f4")}
header, data = {"__metadata__": {"a": "x", "b": "ä\t"}}, b""
for key, array in tensors.items():
    header[key] = {"dtype": {"i": "I64", "f": "F32"}[array.dtype.kind], "shape": array.shape, "data_offsets": [len(data), len(data) + array.nbytes]}
    data += array.tobytes()
text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).replace("\\n", "\\u000a").replace("\\t", "\\u0009").encode()
text += b" " * (-len(text) % 8)
open("written.safetensors", "wb").write(struct.pack("<Q", len(text)) + text + data)
read = load_file("written.safetensors")
assert all(np.array_equal(read[key].numpy(), array) for key, array in tensors.items()) and read.keys() == tensors.keys()
with safe_open("written.safetensors", "pt") as file:
    assert file.metadata() == header["__metadata__"]
