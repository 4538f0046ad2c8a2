"""Makes the small files of this folder, in the formats' own libraries.

Run in this folder:  python make.py        (needs numpy, torch and safetensors)
The values are chosen so that every element type holds them exactly.
"""

import numpy as np
import torch
from safetensors.torch import save_file

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
np.save("scalar.npy", np.float32(3.5))
np.save("vector.npy", np.array([1, 2, 4], dtype="<f4"))
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
