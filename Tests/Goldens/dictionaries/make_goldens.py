"""Goldens of the dictionary tests: what SAELens computes for the sample's dictionaries and for small random ones.

Run anywhere, in an environment with sae_lens (6.54.12 made the committed files), transformers and safetensors:

    python Tests/Goldens/dictionaries/make_goldens.py

Writes beside itself:
  random/NAME/           checkpoints that SAELens itself saved (sae.save_model), every parameter random; `legacy-topk` is rewritten in
                         the flat layout from before SAELens 6
  random.safetensors     per NAME: input [N, d], features [M, 2] (row, feature), activations [M], reconstruction [N, d], margin [N]
  sample.safetensors     the same for every folder of SampleData/sae; the inputs are activations of SampleData/subject at passages of
                         SampleData/documents.jsonl, computed by transformers in float32
The margin of a row is how far its nearest undecided feature is from being decided otherwise: between the k-th and the next
pre-activation (topk), or from the threshold (jumprelu) or zero (standard).
"""
import json
import random
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from sae_lens import SAE
from sae_lens.saes.jumprelu_sae import JumpReLUSAE, JumpReLUSAEConfig
from sae_lens.saes.sae import SAEMetadata
from sae_lens.saes.standard_sae import StandardSAE, StandardSAEConfig
from sae_lens.saes.topk_sae import TopKSAE, TopKSAEConfig
from transformers import AutoModelForCausalLM

HERE = Path(__file__).parent
SAMPLE = HERE.parents[2] / "SampleData"
D, S, N = 16, 40, 12      # width, features, rows of the random ones
ROWS = 6                  # rows per dictionary of the sample

# name: (class, config class, config, {"s": factor kept in activation_scaler.json, "shift": added to b_enc, "stored": dtype of the file})
RANDOM = {
    "topk": (TopKSAE, TopKSAEConfig, dict(k=7), {}),
    "topk-rescaled": (TopKSAE, TopKSAEConfig, dict(k=7, rescale_acts_by_decoder_norm=True), {}),
    "topk-raw-input": (TopKSAE, TopKSAEConfig, dict(k=5, apply_b_dec_to_input=False), {}),
    "topk-few-positive": (TopKSAE, TopKSAEConfig, dict(k=12), dict(shift=-8.0)),
    "topk-constant-norm": (TopKSAE, TopKSAEConfig, dict(k=6, normalize_activations="constant_norm_rescale"), {}),
    "topk-rescaled-average": (TopKSAE, TopKSAEConfig, dict(k=6, rescale_acts_by_decoder_norm=True, normalize_activations="expected_average_only_in"), dict(s=0.37)),
    "topk-f16": (TopKSAE, TopKSAEConfig, dict(k=7), dict(stored=torch.float16)),
    "standard": (StandardSAE, StandardSAEConfig, {}, {}),
    "standard-raw-input": (StandardSAE, StandardSAEConfig, dict(apply_b_dec_to_input=False), {}),
    "standard-layer-norm": (StandardSAE, StandardSAEConfig, dict(normalize_activations="layer_norm"), {}),
    "standard-average": (StandardSAE, StandardSAEConfig, dict(normalize_activations="expected_average_only_in"), dict(s=2.6)),
    "jumprelu": (JumpReLUSAE, JumpReLUSAEConfig, {}, {}),
    "jumprelu-raw-input": (JumpReLUSAE, JumpReLUSAEConfig, dict(apply_b_dec_to_input=False), {}),
    "jumprelu-layer-norm": (JumpReLUSAE, JumpReLUSAEConfig, dict(normalize_activations="layer_norm"), {}),
    "jumprelu-bf16": (JumpReLUSAE, JumpReLUSAEConfig, dict(normalize_activations="constant_norm_rescale"), dict(stored=torch.bfloat16)),
    "legacy-topk": (TopKSAE, TopKSAEConfig, dict(k=4), {}),
}


def make(name, g):
    """A random SAE, saved by SAELens in random/NAME."""
    cls, config, options, extra = RANDOM[name]
    sae = cls(config(d_in=D, d_sae=S, metadata=SAEMetadata(model_name="random", hook_name="blocks.2.hook_mlp_out"), **options))
    norms = torch.empty(S, 1).uniform_(0.3, 3, generator=g)
    parameters = dict(W_enc=torch.randn(D, S, generator=g) / 2, b_enc=torch.randn(S, generator=g) + extra.get("shift", 0),
                      W_dec=torch.nn.functional.normalize(torch.randn(S, D, generator=g), dim=-1) * norms, b_dec=2 * torch.randn(D, generator=g))
    if cls is JumpReLUSAE:   # some negative, which relu comes before
        parameters["threshold"] = torch.empty(S).uniform_(-0.5, 2.5, generator=g)
    sae.load_state_dict(parameters)
    path = HERE / "random" / name
    sae.save_model(path)
    if "stored" in extra:
        weights = {k: v.to(extra["stored"]) for k, v in load_file(path / "sae_weights.safetensors").items()}
        save_file(weights, path / "sae_weights.safetensors")
    if "s" in extra:
        (path / "activation_scaler.json").write_text(json.dumps({"scaling_factor": extra["s"]}))
    if name == "legacy-topk":
        (path / "cfg.json").write_text(json.dumps(dict(
            d_in=D, d_sae=S, dtype="torch.float32", device="cpu", model_name="random", hook_point="blocks.2.hook_mlp_out", hook_point_layer=2,
            hook_point_head_index=None, activation_fn_str="topk", activation_fn_kwargs={"k": 4}, normalize_activations=False)))
    return path


def reference(path, x, s=None):
    """What SAELens computes for x, and the margin of each row."""
    sae = SAE.load_from_disk(path)
    if s is not None:
        sae.fold_activation_norm_scaling_factor(s)
    found = {}
    sae.hook_sae_acts_pre.add_hook(lambda p, hook: found.__setitem__("pre", p.clone()))
    with torch.no_grad():
        f = sae.encode(x)
        y = sae.decode(f)
    pre = found["pre"]
    if isinstance(sae, TopKSAE):
        if sae.cfg.rescale_acts_by_decoder_norm:
            pre = pre * sae.W_dec.norm(dim=-1)
        order = pre.sort(dim=-1, descending=True).values
        margin = order[:, sae.cfg.k - 1] - order[:, sae.cfg.k]
    else:
        limit = sae.threshold.clamp(min=0) if isinstance(sae, JumpReLUSAE) else 0
        margin = (pre - limit).abs().min(-1).values
    at = f.nonzero()
    return dict(input=x, features=at, activations=f[at[:, 0], at[:, 1]], reconstruction=y, margin=margin)


def sample_inputs():
    """{block: activations [ROWS, d] of its output}, at positions that a fixed seed draws from the documents."""
    rng = random.Random(2)
    documents = [json.loads(line) for line in (SAMPLE / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    model = AutoModelForCausalLM.from_pretrained(SAMPLE / "subject", dtype=torch.float32, attn_implementation="eager").eval()
    states = {}

    def keep(block):
        def hook(module, inputs, output):
            states[block] = (output[0] if isinstance(output, tuple) else output)[0]
        return hook

    for block, layer in enumerate(model.model.layers):
        layer.register_forward_hook(keep(block))
    rows = {block: [] for block in range(len(model.model.layers))}
    for _ in range(ROWS):
        document = rng.choice(documents)
        position = rng.randrange(1, len(document["token_ids"]))
        with torch.no_grad():
            model(torch.tensor([document["token_ids"]]))
        for block in rows:
            rows[block].append(states[block][position].clone())
    return {block: torch.stack(found) for block, found in rows.items()}


def main():
    torch.set_num_threads(1)
    g = torch.Generator().manual_seed(11)
    out = {}
    for name in RANDOM:
        x = 3 * torch.randn(N, D, generator=g) + torch.randn(D, generator=g)
        for key, value in reference(make(name, g), x, RANDOM[name][3].get("s")).items():
            out[f"{name}.{key}"] = value
    save_file({k: v.detach().contiguous() for k, v in out.items()}, HERE / "random.safetensors")

    inputs, out = sample_inputs(), {}
    for path in sorted((SAMPLE / "sae").iterdir()):
        block = int(path.name.split(".")[1])
        for key, value in reference(path, inputs[block]).items():
            out[f"{path.name}.{key}"] = value
    save_file({k: v.detach().clone().contiguous() for k, v in out.items()}, HERE / "sample.safetensors")
    for file in ("random.safetensors", "sample.safetensors"):
        tensors = load_file(HERE / file)
        for name in sorted({k.rsplit(".", 1)[0] for k in tensors}):
            print(f"{name}: L0 {len(tensors[name + '.features']) / len(tensors[name + '.input']):.1f}, least margin {tensors[name + '.margin'].min():.2e}, "
                  f"norms of inputs {tensors[name + '.input'].norm(dim=-1).mean():.2f}")


if __name__ == "__main__":
    main()
