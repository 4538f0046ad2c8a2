"""Makes tiny random checkpoints of every family that Parallax runs, and what Hugging Face transformers computes with
them in float32. Run from anywhere:  python make.py   (torch, transformers 5, safetensors)

NAME/ is a checkpoint whose config.json is as transformers 5 writes it; NAME/config.VARIANT.json belongs to the same
weights: `v4` is the same configuration as transformers 4 wrote it (asserted to give the same logits), others have a
golden of their own. NAME.safetensors (or NAME.VARIANT.safetensors) holds token_ids I64 [T], hidden_states F32
[sites, T, d] (site 0 = what enters block 0, K+1 = output of block K, before any final norm), logits F32 [T, V],
prompt_length I64 [1], greedy_ids I64 [N], and for NAME itself hook_z, attn_out, mlp_in, mlp_out F32 [blocks, T, width], of block 1
mlp_normalized [T, d] (within the norm, before its gain) and resid_mid [T, d] (where the block is not parallel), and
replaced.SITE [T - 20, d]: what leaves the last block from token 20 on where at SITE of block 1 token 20 has the activation of token 3.

Every parameter is random, norm weights and biases included; attention is far from uniform (asserted); prompts are longer
than the windows and than the original context of the rope scalings; soft caps bite (asserted).
"""
import copy
import json
import math
import shutil
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file

HERE = Path(__file__).resolve().parent
VOCABULARY, LENGTH = 48, 28
torch.set_num_threads(1)


def tensor_of(output):
    return output[0] if isinstance(output, tuple) else output


def decoder(model):
    """The module with the blocks, and the blocks."""
    for path in ("model.language_model", "model", "transformer", "gpt_neox"):
        module = model
        for part in path.split("."):
            module = getattr(module, part, None)
        layers = getattr(module, "layers", None) or getattr(module, "h", None)
        if layers is not None:
            return module, layers


def parts_of(layer):
    """The modules whose inputs or outputs are the sites of a block."""
    attention = next(getattr(layer, n) for n in ("self_attn", "attn", "attention") if hasattr(layer, n))
    output = next(getattr(attention, n) for n in ("o_proj", "c_proj", "dense") if hasattr(attention, n))
    # What a family norms once more is what it adds.
    normed = hasattr(layer, "post_feedforward_layernorm")
    return {
        "hook_z": (output, "input"), "attn_out": (layer.post_attention_layernorm if normed else output, "output"),
        "mlp_in": (layer.mlp, "input"), "mlp_out": (layer.post_feedforward_layernorm if normed else layer.mlp, "output"),
    }


def norm_before_mlp(layer):
    return next(getattr(layer, n) for n in ("pre_feedforward_layernorm", "ln_2", "post_attention_layernorm") if hasattr(layer, n))


def gain(norm):
    """What the norm multiplies by and adds."""
    weight = norm.weight.detach()
    return (1 + weight if "Gemma" in type(norm).__name__ else weight), (norm.bias.detach() if getattr(norm, "bias", None) is not None else 0)


def within_norm(norm, x):
    """Before gain and bias."""
    if getattr(norm, "bias", None) is not None:
        return torch.nn.functional.layer_norm(x, x.shape[-1:], eps=norm.eps)
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + (norm.eps if hasattr(norm, "eps") else norm.variance_epsilon))


def ending(model, ids, module, side, change):
    """What leaves the last block, [T, d], where `change` alters in place what goes into a module or comes out of it, [1, T, width]."""
    found = {}

    def before(m, args):
        changed = args[0].clone()
        change(changed)
        return (changed,) + args[1:]

    def after(m, args, output):
        changed = tensor_of(output).clone()
        change(changed)
        return (changed,) + output[1:] if isinstance(output, tuple) else changed

    handles = [module.register_forward_pre_hook(before) if side == "input" else module.register_forward_hook(after)]
    handles.append(decoder(model)[1][-1].register_forward_hook(lambda m, args, output: found.__setitem__("end", tensor_of(output)[0].detach().clone())))
    with torch.no_grad():
        model(input_ids=torch.tensor([ids]))
    for handle in handles:
        handle.remove()
    return found["end"]


def replaced(model, ids, block=1, at=20, of=3):
    """The inner sites of one block, and how the model ends where one token has there what another has."""
    layer = decoder(model)[1][block]
    norm, parts = norm_before_mlp(layer), parts_of(layer)
    weight, bias = gain(norm)
    found = {}
    untouched = ending(model, ids, norm, "input", lambda x: found.__setitem__("resid_mid", x[0].detach().clone()))
    middle = found["resid_mid"]
    within = found["mlp_normalized"] = within_norm(norm, middle)

    def exchange(x):
        x[0, at] = x[0, of]

    def exchange_within(x):
        x[0, at] = within[of] * weight + bias

    # The stream between attention and MLP is no module's output.
    def exchange_middle(x):
        x[0, at] += middle[of] - middle[at]

    changes = {name: (module, side, exchange) for name, (module, side) in parts.items()}
    changes |= {"mlp_normalized": (norm, "output", exchange_within), "resid_mid": (*parts["attn_out"], exchange_middle)}
    # In a parallel block the MLP's norm reads what entered the block.
    if getattr(model.config, "use_parallel_residual", False):
        del changes["resid_mid"], found["resid_mid"]
    for name, change in changes.items():
        end = ending(model, ids, *change)
        assert (end - untouched).norm() > 1e-2 * untouched.norm(), name
        found[f"replaced.{name}"] = end[at:]
    return found


def record(model, ids):
    layers = decoder(model)[1]
    taken = {name: [None] * len(layers) for name in ("before", "after", "hook_z", "attn_out", "mlp_in", "mlp_out")}
    handles = []

    def tap(module, side, name, k):
        if side == "input":
            handles.append(module.register_forward_pre_hook(lambda m, args: taken[name].__setitem__(k, args[0].reshape(len(ids), -1).detach().clone())))
        else:
            handles.append(module.register_forward_hook(lambda m, a, output: taken[name].__setitem__(k, tensor_of(output).reshape(len(ids), -1).detach().clone())))

    for k, layer in enumerate(layers):
        tap(layer, "input", "before", k)
        tap(layer, "output", "after", k)
        for name, (module, side) in parts_of(layer).items():
            tap(module, side, name, k)
    with torch.no_grad():
        output = model(input_ids=torch.tensor([ids]), output_attentions=True)
    for handle in handles:
        handle.remove()
    golden = {"token_ids": torch.tensor(ids), "hidden_states": torch.stack([taken["before"][0]] + taken["after"]), "logits": output.logits[0]}
    golden |= {name: torch.stack(taken[name]) for name in ("hook_z", "attn_out", "mlp_in", "mlp_out")}
    return golden, output.attentions


def spread(attentions):
    """Standard deviation of the scores within a row (log weights are scores less a constant), by block."""
    found = []
    for weights in attentions:
        rows = []
        for row in weights[0].reshape(-1, weights.shape[-1]):
            logs = row[row > 1e-30].double().log()
            if len(logs) >= 4:
                rows.append(logs.var(unbiased=False).item())
        found.append(math.sqrt(sum(rows) / len(rows)))
    return found


def greedy(model, ids, steps):
    """Greedy continuation without a cache; fails where a step is decided by rounding."""
    ids, new = list(ids), []
    for _ in range(steps):
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([ids])).logits[0, -1].double()
        best = logits.topk(2).values
        assert best[0] - best[1] > 1e-3, "a near tie"
        new.append(int(logits.argmax()))
        ids.append(new[-1])
    return new


def open_(folder, cls):
    return cls.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def with_config(folder, text):
    """A copy of a checkpoint with another config.json."""
    other = HERE / "__copy"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(folder, other)
    (other / "config.json").write_text(json.dumps(text))
    return other


def golden(name, folder, cls, ids, parts=True, least_spread=2.0):
    model = open_(folder, cls)
    found, attentions = record(model, ids)
    by_block = spread(attentions)
    print(name, "spread of attention scores:", [round(x, 2) for x in by_block], "of logits:", round(found["logits"].std().item(), 2))
    assert min(by_block) >= least_spread, "attention scores too alike to notice a mistake"
    for length in range(4, 24):
        try:
            found |= {"greedy_ids": torch.tensor(greedy(model, ids[:length], 20)), "prompt_length": torch.tensor([length])}
            break
        except AssertionError:
            continue
    assert "greedy_ids" in found
    if parts:
        found |= replaced(model, ids)
    else:
        found = {key: value for key, value in found.items() if key not in ("hook_z", "attn_out", "mlp_in", "mlp_out")}
    save_file({key: value.contiguous() for key, value in found.items()}, HERE / f"{name}.safetensors")
    return found


def randomise(model, gain, norm_gain):
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            zero_centred = "gemma" in model.config.model_type and "norm" in key and "vision" not in key and "multi_modal" not in key
            if "q_norm" in key or "k_norm" in key:
                parameter.copy_(norm_gain * (1 + 0.4 * torch.randn_like(parameter)) - (1 if zero_centred else 0))
            elif ("norm" in key or "ln_" in key) and key.endswith("weight"):
                parameter.copy_((0 if zero_centred else 1) + 0.5 * torch.randn_like(parameter))
            elif key.endswith("bias"):
                parameter.copy_(0.5 * torch.randn_like(parameter))
            elif any(part in key for part in ("wte", "wpe", "embed")):
                parameter.copy_(torch.randn_like(parameter))
            else:
                attends = any(part in key for part in ("q_proj", "k_proj", "qkv_proj", "c_attn", "query_key_value"))
                # Conv1D stands inputs first.
                inputs = parameter.shape[0] if "c_" in key else parameter.shape[-1]
                parameter.copy_((gain if attends else 1.0) * torch.randn_like(parameter) / math.sqrt(inputs))


def version4(text, family):
    """The configuration as transformers 4 wrote it."""
    text = copy.deepcopy(text)
    inner = text.get("text_config", text)
    rope = inner.pop("rope_parameters", None) or {}
    text["torch_dtype"] = text.pop("dtype")
    text["transformers_version"] = "4.52.0"
    if inner is not text and "dtype" in inner:
        inner["torch_dtype"] = inner.pop("dtype")
    layer_types = inner.pop("layer_types", None)
    if family.startswith("gemma3"):
        glob = dict(rope["full_attention"])
        inner["rope_theta"], inner["rope_local_base_freq"] = glob.pop("rope_theta"), rope["sliding_attention"]["rope_theta"]
        inner["rope_scaling"] = None if glob["rope_type"] == "default" else glob
        inner["sliding_window_pattern"] = layer_types.index("full_attention") + 1
        inner.pop("_sliding_window_pattern", None)
    elif rope:
        names = {"rope_theta": "rotary_emb_base", "partial_rotary_factor": "rotary_pct"} if family == "gpt_neox" else {}
        for key in ("rope_theta", "partial_rotary_factor"):
            if key in rope:
                inner[names.get(key, key)] = rope.pop(key)
        inner["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    return text


def family(name, cls, config, dtype, seed, gain=2.2, norm_gain=1.7, shards=None, variants={}, fields=lambda text: text):
    torch.manual_seed(seed)
    config._attn_implementation = "eager"
    model = cls(config).eval()
    randomise(model, gain, norm_gain)
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    model.to(dtype).save_pretrained(folder, **({"max_shard_size": shards} if shards else {}))
    (folder / "generation_config.json").unlink(missing_ok=True)
    ids = torch.randint(4, VOCABULARY, (LENGTH,)).tolist()
    found = golden(name, folder, cls, ids)
    text = json.loads((folder / "config.json").read_text())

    old = version4(text, config.model_type)
    (folder / "config.v4.json").write_text(json.dumps(old, indent=2) + "\n")
    with torch.no_grad():
        logits = open_(with_config(folder, old), cls)(input_ids=torch.tensor([ids])).logits[0]
    assert torch.allclose(logits, found["logits"], atol=1e-6), f"{name}: transformers reads the older configuration differently"

    for variant, changes in variants.items():
        other = copy.deepcopy(text)
        other.update(changes)
        (folder / f"config.{variant}.json").write_text(json.dumps(other, indent=2) + "\n")
        shown = golden(f"{name}.{variant}", with_config(folder, other), cls, ids, parts=False)
        assert not torch.allclose(shown["logits"], found["logits"], atol=0.1), f"{name}.{variant} makes no difference"
    shutil.rmtree(HERE / "__copy", ignore_errors=True)
    return folder, ids, found


common = dict(vocab_size=VOCABULARY, max_position_embeddings=64, bos_token_id=1, eos_token_id=[2, 3], pad_token_id=None)
t = transformers

family(
    "llama", t.LlamaForCausalLM,
    t.LlamaConfig(
        hidden_size=24, intermediate_size=36, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, head_dim=10, rms_norm_eps=1e-5, tie_word_embeddings=False,
        rope_parameters={"rope_type": "llama3", "rope_theta": 100.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16}, **common),
    torch.bfloat16, seed=1,
    variants={
        "plain": {"rope_parameters": {"rope_type": "default", "rope_theta": 100.0}},
        "linear": {"rope_parameters": {"rope_type": "linear", "rope_theta": 100.0, "factor": 4.0}},
        "yarn": {"rope_parameters": {"rope_type": "yarn", "rope_theta": 100.0, "factor": 4.0, "original_max_position_embeddings": 16, "beta_fast": 4.0}},
        "yarn-weighted": {"rope_parameters": {
            "rope_type": "yarn", "rope_theta": 100.0, "factor": 4.0, "original_max_position_embeddings": 16, "mscale": 1.5, "mscale_all_dim": 0.5, "truncate": False}},
    })
family(
    "mistral", t.MistralForCausalLM,
    t.MistralConfig(hidden_size=24, intermediate_size=40, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=1, sliding_window=7, rope_parameters={"rope_type": "default", "rope_theta": 1000.0}, **common),
    torch.float16, seed=2, shards="12KB", variants={"everything": {"sliding_window": None}})
family(
    "qwen2", t.Qwen2ForCausalLM,
    t.Qwen2Config(
        hidden_size=28, intermediate_size=36, num_hidden_layers=3, num_attention_heads=7, num_key_value_heads=1, use_sliding_window=True, sliding_window=9, max_window_layers=2,
        rope_parameters={"rope_type": "default", "rope_theta": 1000000.0}, **common),
    torch.bfloat16, seed=3)
family(
    "qwen3", t.Qwen3ForCausalLM,
    t.Qwen3Config(hidden_size=24, intermediate_size=36, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, head_dim=10, tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 1000.0}, **common),
    torch.bfloat16, seed=4)
family(
    "gemma2", t.Gemma2ForCausalLM,
    t.Gemma2Config(
        hidden_size=24, intermediate_size=36, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2, head_dim=10, query_pre_attn_scalar=5, sliding_window=6,
        attn_logit_softcapping=4.0, final_logit_softcapping=3.0, rope_parameters={"rope_type": "default", "rope_theta": 1000.0}, **common),
    torch.bfloat16, seed=5, gain=2.6,
    variants={"uncapped": {"attn_logit_softcapping": None, "final_logit_softcapping": None}})
gemma3 = dict(
    hidden_size=24, intermediate_size=36, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2, head_dim=10, query_pre_attn_scalar=6, sliding_window=6,
    layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],
    rope_parameters={"sliding_attention": {"rope_type": "default", "rope_theta": 50.0}, "full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 2000.0}}, **common)
family("gemma3_text", t.Gemma3ForCausalLM, t.Gemma3TextConfig(final_logit_softcapping=5.0, **gemma3), torch.bfloat16, seed=6)
folder, ids, found = family(
    "gemma3", t.Gemma3ForConditionalGeneration,
    t.Gemma3Config(
        text_config=t.Gemma3TextConfig(**gemma3), mm_tokens_per_image=1, image_token_index=47, boi_token_index=45, eoi_token_index=46, eos_token_id=[2, 3],
        vision_config={"model_type": "siglip_vision_model", "hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 4, "patch_size": 2}),
    torch.bfloat16, seed=7)
print("layout of the wrapper:", sorted({key.split("layers")[0] for key in load_file(folder / "model.safetensors")}))
family(
    "gpt2", t.GPT2LMHeadModel,
    t.GPT2Config(n_embd=24, n_layer=3, n_head=3, n_positions=32, vocab_size=VOCABULARY, bos_token_id=1, eos_token_id=2),
    torch.float32, seed=8, gain=3.0, variants={"inverse": {"scale_attn_by_inverse_layer_idx": True}})
family(
    "gpt_neox", t.GPTNeoXForCausalLM,
    t.GPTNeoXConfig(hidden_size=24, intermediate_size=40, num_hidden_layers=3, num_attention_heads=3, rope_parameters={"rope_type": "default", "rope_theta": 100.0, "partial_rotary_factor": 0.5}, **common),
    torch.float16, seed=9, gain=3.0, variants={"sequential": {"use_parallel_residual": False}})
family(
    "phi3", t.Phi3ForCausalLM,
    t.Phi3Config(
        hidden_size=24, intermediate_size=36, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, sliding_window=9,
        rope_parameters={"rope_type": "default", "rope_theta": 100.0, "partial_rotary_factor": 0.67}, **common),
    torch.bfloat16, seed=10)
