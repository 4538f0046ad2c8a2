"""Makes tiny random checkpoints and config.json files that people really have beside the ones that transformers 5 writes, and what transformers
computes with each in float32. Run from anywhere:  python make.py   (torch, transformers 5, safetensors)

FAMILY.safetensors are weights, FAMILY.VARIANT.json is a config.json for them and FAMILY.VARIANT.safetensors holds token_ids I64 [T] and logits F32 [T, V]
as AutoModelForCausalLM gives them. Variants whose configuration transformers itself refuses, or that must be equal to another one, have no golden: the
tests say so. stops.json holds what `generate` writes greedily where eos_token_id is passed to it.
"""
import json
import shutil
import tempfile
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file

HERE = Path(__file__).resolve().parent
torch.set_num_threads(1)
LENGTH, VOCABULARY = 24, 32
SIZES = dict(
    vocab_size=VOCABULARY, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, head_dim=8, max_position_embeddings=64,
    bos_token_id=1, eos_token_id=2, pad_token_id=None)


def weights(config, seed):
    torch.manual_seed(seed)
    model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager").float()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            zero_centred = "norm" in name and config.model_type.startswith("gemma")
            scale = 0.3 if parameter.ndim < 2 else 0.5
            parameter.normal_(0, scale)
            if "norm" in name and name.endswith("weight") and not zero_centred:
                parameter.add_(1)
    return model


def golden(folder, config):
    (folder / "config.json").write_text(json.dumps(config))
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    ids = torch.tensor([[(7 * i * i + 3 * i + 5) % VOCABULARY for i in range(LENGTH)]])
    with torch.no_grad():
        return model, {"token_ids": ids[0].clone(), "logits": model(ids).logits[0].clone()}


def without(config, *keys):
    return {key: value for key, value in config.items() if key not in keys}


def write(family, config, variants, seed, more=None):
    """variants: name → function of the written configuration; None in place of a golden where the name ends in '!'."""
    model = weights(config, seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        model.save_pretrained(folder)
        plain = json.loads((folder / "config.json").read_text())
        tensors = load_file(folder / "model.safetensors")
        tensors.update(more or {})
        save_file(tensors, folder / "model.safetensors", {"format": "pt"})
        shutil.copy(folder / "model.safetensors", HERE / f"{family}.safetensors")
        seen = {}
        for name, change in variants.items():
            written = change(dict(plain))
            path = HERE / f"{family}.{name.rstrip('!')}.json"
            path.write_text(json.dumps(written, indent=1) + "\n")
            if name.endswith("!"):
                continue
            opened, values = golden(folder, written)
            save_file(values, HERE / f"{family}.{name}.safetensors")
            seen[name] = values["logits"]
            print(family, name, type(opened).__name__, float(values["logits"].abs().max()))
        if family == "llama":
            stops(folder, plain)
        return seen


def stops(folder, plain):
    model, _ = golden(folder, plain)
    prompt = [5, 9, 11, 3]
    def run(eos):
        with torch.no_grad():
            out = model.generate(torch.tensor([prompt]), do_sample=False, max_new_tokens=20, eos_token_id=eos, pad_token_id=0)
        return out[0, len(prompt):].tolist()
    free = run(None)
    stop = free[4]
    json.dump({"prompt": prompt, "free": free, "stop": stop, "stopped": run([2, stop])}, open(HERE / "stops.json", "w"))
    print("stops", free, stop, run([2, stop]))


def differ(seen, a, b):
    assert (seen[a] - seen[b]).abs().max() > 1e-3, (a, b)


llama = transformers.LlamaConfig(**SIZES, rope_parameters={"rope_type": "linear", "factor": 2.0, "rope_theta": 10000.0}, tie_word_embeddings=False)
torch.manual_seed(0)
extra = {"v_head.summary.weight": torch.randn(1, 16), "score.weight": torch.randn(3, 16), "value_head.bias": torch.randn(4), "mtp.0.proj.weight": torch.randn(4, 4)}
for key in ["self_attn.q_proj.weight", "mlp.down_proj.weight", "input_layernorm.weight"]:
    extra[f"model.layers.2.{key}"] = torch.randn(4)
write("llama", llama, {
    "plain": lambda c: c,
    "both": lambda c: c | {"rope_scaling": {"rope_type": "linear", "factor": 2.0}},
    "both-old-name": lambda c: c | {"rope_scaling": {"type": "linear", "factor": 2.0, "rope_theta": 10000.0}},
    "both-default": lambda c: without(c, "rope_parameters") | {"rope_parameters": {"rope_theta": 10000.0, "rope_type": "default"}, "rope_scaling": {"rope_type": "default"}},
    "both-different!": lambda c: c | {"rope_scaling": {"rope_type": "linear", "factor": 4.0}},
}, 1, extra)

mistral = transformers.MistralConfig(**SIZES, sliding_window=4, tie_word_embeddings=False)
seen = write("mistral", mistral, {
    "plain": lambda c: c,
    "full": lambda c: c | {"layer_types": ["full_attention"] * 2},
    "mixed": lambda c: c | {"layer_types": ["sliding_attention", "full_attention"]},
    "null-types": lambda c: c | {"layer_types": None},
    "no-window!": lambda c: c | {"layer_types": ["full_attention"] * 2, "sliding_window": None},
    "ministral": lambda c: c | {"model_type": "ministral", "architectures": ["MinistralForCausalLM"], "layer_types": ["full_attention", "sliding_attention"]},
}, 2)
differ(seen, "plain", "full"), differ(seen, "plain", "mixed")

GEMMA = {key: value for key, value in SIZES.items()}
gemma = transformers.GemmaConfig(**GEMMA)
seen = write("gemma", gemma, {
    "plain": lambda c: c,
    "gelu": lambda c: c | {"hidden_act": "gelu"},
    "relu": lambda c: c | {"hidden_act": "relu"},
    "absent": lambda c: without(c, "hidden_act"),
    "both": lambda c: c | {"hidden_act": "gelu", "hidden_activation": None},
}, 3)
differ(seen, "plain", "relu")
assert torch.equal(seen["plain"], seen["gelu"])

gemma2 = transformers.Gemma2Config(**GEMMA, sliding_window=4, query_pre_attn_scalar=8)
seen = write("gemma2", gemma2, {
    "plain": lambda c: c,
    "gelu": lambda c: c | {"hidden_activation": "gelu"},
    "absent-silu": lambda c: without(c, "hidden_activation") | {"hidden_act": "silu"},
    "beside": lambda c: c | {"hidden_act": "relu"},
    "null!": lambda c: c | {"hidden_activation": None, "hidden_act": "silu"},
    "null-alone!": lambda c: c | {"hidden_activation": None},
}, 4)
assert torch.equal(seen["plain"], seen["absent-silu"]) and torch.equal(seen["plain"], seen["beside"])

gemma3 = transformers.Gemma3TextConfig(**GEMMA, sliding_window=4, query_pre_attn_scalar=8, layer_types=["sliding_attention", "full_attention"])
seen = write("gemma3_text", gemma3, {
    "plain": lambda c: c,
    "flat-default": lambda c: c | {"rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}},
    "flat-other": lambda c: c | {"rope_parameters": {"rope_type": "default", "rope_theta": 50.0}},
    "flat-scaled": lambda c: c | {"rope_parameters": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0}},
    "flat-beside": lambda c: c | {"rope_parameters": {"rope_type": "default", "rope_theta": 50.0}, "rope_theta": 300.0, "rope_local_base_freq": 70.0},
    "full-alone": lambda c: c | {"rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 2.0}}, "rope_theta": 500.0},
    "old": lambda c: without(c, "rope_parameters") | {"rope_theta": 500.0, "rope_local_base_freq": 60.0, "rope_scaling": {"rope_type": "linear", "factor": 2.0}},
    "null!": lambda c: c | {"hidden_activation": None, "hidden_act": "silu"},
}, 5)
assert torch.equal(seen["plain"], seen["flat-default"]) and torch.equal(seen["plain"], seen["flat-other"])

neox = transformers.GPTNeoXConfig(**{k: v for k, v in SIZES.items() if k not in ("num_key_value_heads", "head_dim")}, rope_parameters={"rope_theta": 200.0, "partial_rotary_factor": 0.5, "rope_type": "default"})
seen = write("gpt_neox", neox, {
    "plain": lambda c: c,
    "theta-alone": lambda c: without(c, "rope_parameters") | {"rope_theta": 200.0, "rotary_pct": 0.5},
    "base-alone": lambda c: without(c, "rope_parameters") | {"rotary_emb_base": 200, "rotary_pct": 0.5},
    "neither": lambda c: without(c, "rope_parameters") | {"rotary_pct": 0.5},
    "both": lambda c: without(c, "rope_parameters") | {"rotary_emb_base": 200, "rope_theta": 9.0, "rotary_pct": 0.5},
    "factor-alone": lambda c: without(c, "rope_parameters") | {"rotary_emb_base": 200, "partial_rotary_factor": 0.5},
}, 6)
assert torch.equal(seen["theta-alone"], seen["neither"]) and torch.equal(seen["plain"], seen["base-alone"]) and torch.equal(seen["plain"], seen["both"])
differ(seen, "plain", "theta-alone")
