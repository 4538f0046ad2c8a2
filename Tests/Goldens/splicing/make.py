"""Makes the goldens of splicing and of the logit lens from Hugging Face transformers, loaded as float32, over the
subject of SampleData. Run from anywhere:  python make.py   (torch, transformers 5, safetensors)

expected.json: cases of (document, position), and for every variant what the model does when a forward hook puts the
variant's vector in the place of the output of block 3 (site 4) at that position; KL is against the run without a hook.
A continuation is greedy, without a cache, and ends behind the stop token (0). Also the lens: entropy, rank and −log p of
the actual next token of the final norm and unembedding applied to every residual site of one document, and the tokens
that a few directions raise and lower most.
vectors.safetensors: case.variant F32 [128]; directions F32 [n, 128].
"""
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[2] / "SampleData"
BLOCK, FOLLOWING, STEPS, TOP, STOP = 3, 8, 12, 8, 0
# Document, position: in the middle, near the end (fewer than eight follow), the last, and the first.
CASES = [("doc00", 14), ("doc03", 20), ("doc06", 9), ("doc14", 20), ("doc10", 50), ("doc02", 54), ("doc20", 0)]
LENS_DOCUMENT = "doc00"
torch.set_num_threads(1)
torch.manual_seed(20261)  # of the choice of directions

model = AutoModelForCausalLM.from_pretrained(SAMPLE / "subject", dtype=torch.float32).eval()
documents = {}
for line in open(SAMPLE / "documents.jsonl"):
    row = json.loads(line)
    documents[row["id"]] = row["token_ids"]


def logits_of(ids, position=None, vector=None):
    """[T, V] in double; with a vector, the output of the block is replaced at the position."""
    def hook(module, args, output):
        states = output[0] if isinstance(output, tuple) else output
        states = states.clone()
        states[0, position] = vector
        return (states, *output[1:]) if isinstance(output, tuple) else states

    handle = model.model.layers[BLOCK].register_forward_hook(hook) if vector is not None else None
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids]), use_cache=False).logits[0].double()
    if handle:
        handle.remove()
    return logits


def states_of(ids):
    """Every residual site, [sites, T, d]; the last one before the final norm."""
    taken = []
    handles = [layer.register_forward_hook(lambda m, a, o: taken.append((o[0] if isinstance(o, tuple) else o)[0].clone())) for layer in model.model.layers]
    with torch.no_grad():
        embedded = model.model.embed_tokens(torch.tensor([ids]))[0]
        model(input_ids=torch.tensor([ids]), use_cache=False)
    for handle in handles:
        handle.remove()
    return torch.stack([embedded] + [state.reshape(len(ids), -1) for state in taken])


def greedy(ids, position, vector):
    sequence, margin = list(ids[:position + 1]), float("inf")
    for _ in range(STEPS):
        row = logits_of(sequence, position, vector)[-1]
        best = row.topk(2).values
        margin = min(margin, float(best[0] - best[1]))
        sequence.append(int(row.argmax()))
        if sequence[-1] == STOP:
            break
    return sequence[position + 1:], margin


def divergence(clean, spliced):
    p, q = clean.log_softmax(-1), spliced.log_softmax(-1)
    return (p.exp() * (p - q)).sum(-1)


def sae(h):
    folder = SAMPLE / f"sae/blocks.{BLOCK}.hook_resid_post-k16"
    config, w = json.load(open(folder / "cfg.json")), load_file(folder / "sae_weights.safetensors")
    assert config["architecture"] == "topk" and config["apply_b_dec_to_input"] and not config["rescale_acts_by_decoder_norm"]
    w = {name: tensor.float() for name, tensor in w.items()}
    best = ((h - w["b_dec"]) @ w["W_enc"] + w["b_enc"]).topk(config["k"])
    return best.values.relu() @ w["W_dec"][best.indices] + w["b_dec"]


def figures(ids, position, vector, clean):
    window = slice(position, min(position + FOLLOWING + 1, len(ids)))
    spliced = logits_of(ids, position, vector)
    kl = divergence(clean[window], spliced[window])
    following = torch.tensor(ids[position + 1:position + FOLLOWING + 2], dtype=torch.long)
    surprise = -spliced[window][:len(following)].log_softmax(-1)[torch.arange(len(following)), following]
    top = spliced[position].softmax(-1).topk(TOP)
    ordered = spliced[position].topk(TOP + 1).values
    continuation, margin = greedy(ids, position, vector)
    return {
        "kl": float(kl[0]), "following": kl[1:].tolist(), "ce": float(surprise[0]) if len(following) else None,
        "mean_ce": float(surprise.mean()) if len(following) else None,
        "top": [{"id": int(i), "probability": float(p)} for i, p in zip(top.indices, top.values)],
        "continuation": continuation,
    }, min(margin, float((ordered[:-1] - ordered[1:]).min()))


vectors, cases = {}, []
mean = torch.cat([states_of(ids)[BLOCK + 1][1:] for ids in documents.values()]).double().mean(0).float()
for number, (document, position) in enumerate(CASES):
    ids = documents[document]
    h = states_of(ids)[BLOCK + 1][position]
    y, r = sae(h), torch.randn(h.shape, generator=torch.Generator().manual_seed(int(document[3:]) * 100 + position))
    variants = {
        "clean": None, "SAE": y, "SAE at the true norm": y * (h.norm() / y.norm()), "random": r * (h.norm() / r.norm()),
        "mean": mean, "zero": torch.zeros_like(h),
    }
    if position == 0:
        del variants["zero"]  # zeros all the way: every token ties
    clean, rows = logits_of(ids), []
    for name, vector in variants.items():
        row, margin = figures(ids, position, vector, clean)
        print(f"{document} {position:3} {name:22} KL {row['kl']:.4f}, {len(row['following'])} following, margin {margin:.4f}, {len(row['continuation'])} new")
        assert margin > 5e-4, "a near tie: choose another position"
        rows.append({"name": name} | row)
        if vector is not None:
            vectors[f"{number}.{name}"] = vector
    vectors[f"{number}.activation"] = h
    cases.append({"document": document, "ids": ids, "position": position, "variants": rows})

ids = documents[LENS_DOCUMENT]
states = states_of(ids)
with torch.no_grad():
    logits = model.lm_head(model.model.norm(states)).double()
p = logits.log_softmax(-1)
following = torch.tensor(ids[1:])
actual = logits[:, :-1].gather(-1, following[None, :, None].expand(len(states), -1, 1))
# From the rank without the tokens within rounding of the actual one to that with them.
others, rounding = logits[:, :-1], 1e-4
rank = torch.stack([(others > actual + rounding).sum(-1) + 1, (others >= actual - rounding).sum(-1)], -1)
lens = {
    "ids": ids, "entropy": (-(p.exp() * p).sum(-1)).tolist(), "rank": rank.tolist(),
    "surprise": (-p[:, :-1].gather(-1, following[None, :, None].expand(len(states), -1, 1))[..., 0]).tolist(),
    "top": logits.argmax(-1).tolist(),
}

w = load_file(SAMPLE / f"sae/blocks.{BLOCK}.hook_resid_post-k16/sae_weights.safetensors")["W_dec"].float()
directions = w[torch.randperm(len(w))[:6]]
with torch.no_grad():
    effect = model.lm_head(model.model.norm.weight * directions)
vectors["directions"] = directions
promoted = {"promoted": effect.topk(TOP).indices.tolist(), "suppressed": (-effect).topk(TOP).indices.tolist(), "raised": effect.topk(TOP).values.tolist()}

save_file({name: tensor.clone() for name, tensor in vectors.items()}, HERE / "vectors.safetensors")
rounded = json.loads(json.dumps({"cases": cases, "lens": lens, "directions": promoted}), parse_float=lambda text: round(float(text), 9))
(HERE / "expected.json").write_text(json.dumps(rounded, separators=(",", ":")).replace('{"document"', '\n{"document"').replace('{"name"', '\n {"name"') + "\n")
