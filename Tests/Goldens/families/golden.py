"""What the scripts of this folder share: how a checkpoint's golden is written down, and what makes one worth having."""
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent
D, S, N = 16, 40, 12      # width, features, rows


class Goldens:
    """Collects goldens; `save` writes NAME.safetensors (per checkpoint input, features, activations, reconstruction, margin) and
    NAME.json (per checkpoint its path, family, sites and how far the reconstruction is missed without each peculiarity)."""

    def __init__(self, name):
        self.name, self.tensors, self.manifest = name, {}, {}
        self.folder = HERE / name

    def add(self, name, path, x, f, y, margin, *, site=None, target=None, family, wrong={}):
        """`wrong`: {peculiarity: reconstruction without it}."""
        at = f.nonzero()
        entry = dict(input=x, features=at, activations=f[at[:, 0], at[:, 1]], reconstruction=y, margin=margin)
        missed = {what: float(((other - y).norm(dim=-1) / y.norm(dim=-1)).max()) for what, other in wrong.items()}
        for what, distance in missed.items():
            assert distance > 1e-3, (name, what, distance)
        assert margin.min() > 1e-5, (name, margin.min())
        density = (f > 0).float().mean()
        assert 0.02 < density < 0.9, (name, density)
        self.tensors.update({f"{name}.{key}": value.detach().to(torch.int64 if key == "features" else torch.float32).contiguous() for key, value in entry.items()})
        self.manifest[name] = dict(path=str(Path(path).relative_to(self.folder)), family=family, site=site, target=target, missed_without=missed)
        print(f"{name}: L0 {len(at) / len(x):.1f} of {f.shape[1]}, least margin {margin.min():.1e}, missed by " + ", ".join(f"{k} {v:.2g}" for k, v in missed.items()))

    def save(self):
        save_file(self.tensors, HERE / f"{self.name}.safetensors")
        (HERE / f"{self.name}.json").write_text(json.dumps(self.manifest, indent=1) + "\n")


def parameters(g, d=D, n=S, d_out=None):
    """W_enc [d, n], b_enc, W_dec [n, d_out] with row norms .5 to 2, b_dec, all random."""
    d_out = d_out or d
    norms = torch.empty(n, 1).uniform_(0.5, 2, generator=g)
    return (torch.randn(d, n, generator=g) / 2, torch.randn(n, generator=g),
            torch.nn.functional.normalize(torch.randn(n, d_out, generator=g), dim=-1) * norms, 2 * torch.randn(d_out, generator=g))


def inputs(g, d=D):
    return 3 * torch.randn(N, d, generator=g) + torch.randn(d, generator=g)


def thresholds(p, g):
    """One threshold a feature, so that they cut 5 to 50 % of the positive pre-activations."""
    t = torch.empty(p.shape[1]).uniform_(0.1, 2.2, generator=g)
    positive = p[p > 0]
    cut = ((p > 0) & (p <= t)).sum() / len(positive)
    assert 0.05 < cut < 0.5, cut
    return t


def topk(p, k):
    """The k largest, then relu; and the margin between the k-th and the next, or to zero."""
    values, at = p.topk(k, dim=-1)
    f = torch.zeros_like(p).scatter(-1, at, values).relu()
    order = p.sort(dim=-1, descending=True).values
    return f, torch.minimum(order[:, k - 1] - order[:, k], p.abs().min(-1).values)


def relu(p):
    return p.relu(), p.abs().min(-1).values


def jumprelu(p, t):
    return torch.where((p > t) & (p > 0), p, 0), torch.minimum((p - t).abs().min(-1).values, p.abs().min(-1).values)
