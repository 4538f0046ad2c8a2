"""Vectors and what every definition of the measures says of them, by plain numpy in float64.

Run in this folder: python make.py    (needs numpy and safetensors; writes vectors.safetensors, output.safetensors, expected.json)
"""
import json

import numpy as np
from safetensors.numpy import save_file

rng = np.random.default_rng(20240613)
N, D = 120, 24


def cos(a, b):
    return (a * b).sum(-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)


def figures(x, y, mu=None, var=None):
    x, y = x.astype(np.float64), y.astype(np.float64)
    v = x / np.linalg.norm(x, axis=1, keepdims=True)
    vbar = v.mean(0)
    mu = x.mean(0) if mu is None else mu.astype(np.float64)
    var = ((v - vbar) ** 2).sum(1).mean() if var is None else var
    u = vbar / np.linalg.norm(vbar)
    e, sq, c = x - y, lambda a: (a ** 2).sum(1), cos(x, y)
    fitted = y / np.linalg.norm(y, axis=1, keepdims=True) * np.linalg.norm(x, axis=1, keepdims=True)
    mse = ((v - y / np.linalg.norm(y, axis=1, keepdims=True)) ** 2).sum(1)
    assert np.allclose(mse, 2 * (1 - c), atol=1e-12)
    return {
        "cosine": c.mean(),
        "centred_cosine": cos(x - (x @ u)[:, None] * u, y - (y @ u)[:, None] * u).mean(),
        "mse_nrm": mse.mean(),
        "nmse_raw": (sq(e) / sq(x)).mean(),
        "norm_ratio": (np.linalg.norm(y, axis=1) / np.linalg.norm(x, axis=1)).mean(),
        "bias": sq(y).mean() / (x * y).sum(1).mean(),
        "fve": {
            "global": 1 - sq(e).sum() / sq(x - mu).sum(),
            "per_token": (1 - sq(e) / sq(x - mu)).mean(),
            "uncentred": 1 - sq(e).sum() / sq(x).sum(),
            "residual_variance": 1 - e.var(0, ddof=1).sum() / x.var(0, ddof=1).sum(),
            "normalised": 1 - mse.mean() / var,
            "normalised_one_scale": 1 - (1 - max(0, c.mean()) ** 2) / var,
            "normalised_oracle_scale": 1 - (1 - np.maximum(0, c) ** 2).mean() / var,
        },
        "rescaled": {
            "global": 1 - sq(x - fitted).sum() / sq(x - mu).sum(),
            "per_token": (1 - sq(x - fitted) / sq(x - mu)).mean(),
        },
    }


def f32(a):
    return np.ascontiguousarray(a, dtype=np.float32)


def noise(scale=1.0):
    return rng.standard_normal((N, D)) * scale


vectors, expected = {}, {"cases": {}}
for case, shift in (("near", 0.3), ("far", 400.0)):
    mean = rng.standard_normal(D) * shift
    x = f32(mean + noise() * np.exp(rng.standard_normal(D)))
    if case == "far":
        x[[5, 77]] *= 30  # massive activations
    ys = {
        "close": f32(x + noise(0.3)),
        "long": f32((x + noise(0.2)) * 1.14),
        "offset": f32(x + rng.standard_normal(D) * 2 + noise(0.05)),
        "opposed": f32(-x + noise()),
        "other": f32(mean + noise() * np.exp(rng.standard_normal(D))),
    }
    given = f32(mean + 0.1)
    vectors[f"{case}.x"], vectors[f"{case}.mean"] = x, given
    for name, y in ys.items():
        vectors[f"{case}.y.{name}"] = y
    v = x.astype(np.float64) / np.linalg.norm(x.astype(np.float64), axis=1, keepdims=True)
    published = v * np.sqrt(D)
    expected["cases"][case] = {
        "var": ((v - v.mean(0)) ** 2).sum(1).mean(),
        "var_sqrt_d_scaling": ((published - published.mean(0)) ** 2).mean(),
        "mean_squared_deviation": ((x.astype(np.float64) - x.astype(np.float64).mean(0)) ** 2).sum(1).mean(),
        "from_rows": {name: figures(x, y) for name, y in ys.items()},
        "given_mean": {name: figures(x, y, mu=given) for name, y in ys.items()},
        "given_both": {name: figures(x, y, mu=given, var=0.5) for name, y in ys.items()},
    }

T, V = 12, 40
logits = {name: f32(rng.standard_normal((T, V)) * 3) for name in ("clean", "zero")}
logits["spliced"] = f32(logits["clean"] + rng.standard_normal((T, V)) * 0.7)
following = rng.integers(0, V, T)


def logp(z):
    z = z.astype(np.float64)
    return z - np.log(np.exp(z).sum(1, keepdims=True))


lp = {k: logp(z) for k, z in logits.items()}
p = np.exp(lp["clean"])
kl = {k: (p * (lp["clean"] - lp[k])).sum(1) for k in ("spliced", "zero")}
ce = {k: -lp[k][np.arange(T), following] for k in lp}
expected["output"] = {
    "kl": kl["spliced"].tolist(),
    "kl_recovered": (1 - kl["spliced"] / kl["zero"]).tolist(),
    "ce_score": ((ce["zero"] - ce["spliced"]) / (ce["zero"] - ce["clean"])).tolist(),
    "agreement": (logits["clean"].argmax(1) == logits["spliced"].argmax(1)).mean(),
}
values = rng.standard_normal(37)
expected["distribution"] = {
    "values": values.tolist(), "mean": values.mean(), "median": np.median(values), "p10": np.quantile(values, 0.1), "below_zero": (values < 0).mean(),
}
save_file(vectors, "vectors.safetensors")
save_file({**logits, "following": following.astype(np.int64)}, "output.safetensors")
with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
