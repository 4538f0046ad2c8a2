"""What the evaluation code of other projects says of the vectors and logits in ../measures, and of two of the sample's dictionaries.

    python make.py saelens               # in an environment with sae_lens (6.54.12 made the committed file)
    python make.py dictionary_learning   # with dictionary-learning (0.1.0)
    python make.py sparsify              # with eai-sparsify (1.3.3)

Each writes NAME.json beside this file. Their own functions are called; around them stand only stubs that hand over given activations,
reconstructions and logits where a model, a data set and an SAE would. `batches` is the number of equal parts in which the rows are
handed over: what a figure does between batches is part of its definition.
"""
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import torch
from safetensors.torch import load_file

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[2] / "SampleData" / "sae"
VECTORS = load_file(HERE.parent / "measures" / "vectors.safetensors")
LOGITS = load_file(HERE.parent / "measures" / "output.safetensors")
INPUTS = load_file(HERE.parent / "dictionaries" / "sample.safetensors")
CASES, METHODS, BATCHES = ("near", "far"), ("close", "long", "offset", "opposed", "other"), (1, 4)
DICTIONARIES = ("blocks.3.hook_resid_post-k8", "blocks.3.hook_resid_post-k16")
HOOK = "blocks.3.hook_resid_post"


def parts(rows, batches):
    return list(torch.arange(rows).chunk(batches))


class Rows:
    """Stands for an SAE, a model and a data set at once: tokens are row numbers."""

    def __init__(self, x, y, batches):
        self.x, self.y, self.queue = x, y, parts(len(x), batches)
        self.device = "cpu"
        self.cfg = SimpleNamespace(d_sae=1, metadata=SimpleNamespace(hook_name=HOOK, hook_head_index=None))

    def get_batch_tokens(self, _):
        self.now = self.queue.pop(0)
        return self.now[None]

    def run_with_cache(self, tokens, **_):
        return None, {HOOK: self.x[tokens]}

    def encode(self, x):
        return torch.ones(*x.shape[:-1], 1)

    def decode(self, code):
        return self.y[self.now][None]


def saelens():
    from sae_lens import SAE
    from sae_lens.evals import get_downstream_reconstruction_metrics, get_sparsity_and_variance_metrics
    from sae_lens.training.activation_scaler import ActivationScaler
    from transformer_lens.utils import lm_cross_entropy_loss

    def geometry(sae, stub, batches):
        return get_sparsity_and_variance_metrics(
            sae, stub, stub, ActivationScaler(), n_batches=batches, compute_l2_norms=True, compute_sparsity_metrics=True,
            compute_variance_metrics=True, compute_featurewise_density_statistics=False, eval_batch_size_prompts=1, model_kwargs={})[0]

    out = vectors(lambda x, y, batches: geometry(stub := Rows(x, y, batches), stub, batches))
    for name in DICTIONARIES:
        x = INPUTS[f"{name}.input"]
        out["dictionaries"][name] = geometry(SAE.load_from_disk(SAMPLE / name), Rows(x, x, 1), 1)

    # tokens[t + 1] is what follows position t; nothing follows the last.
    tokens = torch.cat([torch.zeros(1, dtype=torch.long), LOGITS["following"][:-1]])[None]

    class Model:
        def both(self, name):
            logits = LOGITS[name][None]
            return logits, lm_cross_entropy_loss(logits, tokens, per_token=True)

        def __call__(self, *_, **__):
            return self.both("clean")

        def run_with_hooks(self, batch, fwd_hooks, **_):
            (_, hook), = fwd_hooks
            ablated = hook(torch.ones(*batch.shape, 1), hook=None).abs().sum() == 0
            return self.both("zero" if ablated else "spliced")

    ones = torch.ones(len(tokens[0]), 1)
    stub = Rows(ones, ones, 1)
    stub.now = torch.arange(len(ones))
    out["output"] = get_downstream_reconstruction_metrics(
        stub, Model(), SimpleNamespace(get_batch_tokens=lambda _: tokens), ActivationScaler(), compute_kl=True, compute_ce_loss=True,
        n_batches=1, eval_batch_size_prompts=1)
    return out


def dictionary_learning():
    from dictionary_learning.evaluation import evaluate

    class Given:
        dict_size, activation_dim = 1, 24

        def __init__(self, y, batches):
            self.queue = list(y.chunk(batches))

        def __call__(self, x, output_features):
            return self.queue.pop(0), torch.ones(len(x), 1)

    return vectors(lambda x, y, batches: evaluate(Given(y, batches), iter(x.chunk(batches)), n_batches=batches))


def sparsify():
    from sparsify.config import SparseCoderConfig
    from sparsify.fused_encoder import EncoderOutput
    from sparsify.sparse_coder import SparseCoder

    class Given(SparseCoder):
        def encode(self, x):
            return EncoderOutput(torch.ones(len(x), 1), torch.zeros(len(x), 1, dtype=torch.long), torch.ones(len(x), 1))

        def decode(self, *_):
            return self.y

    @torch.no_grad()
    def fvu(x, y, batches):
        coder, values = Given(x.shape[1], SparseCoderConfig(num_latents=4, k=1)), []
        for a, coder.y in zip(x.chunk(batches), y.chunk(batches)):
            values.append(coder(a).fvu.item())
        return dict(fvu=sum(values) / batches)

    return vectors(fvu)


def vectors(evaluate):
    out = dict(batches={str(b): {} for b in BATCHES}, dictionaries={})
    for b in BATCHES:
        for case in CASES:
            out["batches"][str(b)][case] = {m: evaluate(VECTORS[f"{case}.x"], VECTORS[f"{case}.y.{m}"], b) for m in METHODS}
    return out


if __name__ == "__main__":
    (name,) = sys.argv[1:]
    torch.manual_seed(0)
    result = dict(saelens=saelens, dictionary_learning=dictionary_learning, sparsify=sparsify)[name]()
    (HERE / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n")
