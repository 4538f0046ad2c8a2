"""Random NLA pairs of the shapes of Qwen2 and of the Gemma-3 wrapper, and what transformers makes of them in float32.

    python Tests/Goldens/verbalizers/make_random_pairs.py

Writes qwen2/av, qwen2/ar, qwen2.json, qwen2.safetensors and the same for gemma3 beside this file. Every parameter is random, so
what an AV writes is no text: log-probabilities and vectors are what counts. Gemma: schema 1 with `actor` and `critic`, a BOS that the
chat template writes in one prompt and the post-processor in the other, the AV's weights in the older layout of wrappers and the
AR's in the newer. Qwen2: schema 2 with `av` and `ar`, no BOS at all.
"""
import json
import math
import shutil
from pathlib import Path

import torch
import yaml
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer
from transformers import Gemma3Config, Gemma3ForConditionalGeneration, Gemma3TextConfig, Qwen2Config, Qwen2ForCausalLM

from reference import Reconstructor, Verbalizer

HERE = Path(__file__).resolve().parent
TOKENIZERS = HERE.parent / "tokenization"
D, K, MARKER, VOCABULARY = 24, 1, "㈎", 560
TEXTS = ["A poem on snow.\nIt ends in a verb.", "naïve café, twice… 🙂", "", "The final token is “and”."]
AV_TEMPLATE = "Explain <concept>{injection_char}</concept> in one sentence."
AR_TEMPLATE = "Summary of the following text: <text>{explanation}</text> <summary>"


def randomise(model):
    for key, p in model.named_parameters():
        gemma = "gemma" in model.config.model_type and "vision" not in key and "multi_modal" not in key
        if "norm" in key:
            p.copy_((0 if gemma else 1) + 0.4 * torch.randn_like(p))
        elif key.endswith("bias"):
            p.copy_(0.5 * torch.randn_like(p))
        elif "embed" in key:
            p.copy_(torch.randn_like(p))
        else:
            p.copy_((2.0 if "q_proj" in key or "k_proj" in key else 1.0) * torch.randn_like(p) / math.sqrt(p.shape[-1]))


def qwen2(blocks):
    return Qwen2ForCausalLM(Qwen2Config(
        vocab_size=VOCABULARY, hidden_size=D, intermediate_size=40, num_hidden_layers=blocks, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=256,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0}, bos_token_id=None, eos_token_id=[1, 2]))


def gemma3(blocks):
    return Gemma3ForConditionalGeneration(Gemma3Config(
        text_config=Gemma3TextConfig(
            vocab_size=VOCABULARY, hidden_size=D, intermediate_size=40, num_hidden_layers=blocks, num_attention_heads=4, num_key_value_heads=2, head_dim=8, query_pre_attn_scalar=8,
            sliding_window=12, layer_types=["full_attention" if block == 1 else "sliding_attention" for block in range(blocks)], max_position_embeddings=256, bos_token_id=2, eos_token_id=1,
            rope_parameters={"sliding_attention": {"rope_type": "default", "rope_theta": 100.0}, "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 10000.0}}),
        mm_tokens_per_image=1, image_token_index=559, boi_token_index=557, eoi_token_index=558, eos_token_id=[1, 2],
        vision_config={"model_type": "siglip_vision_model", "hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 4, "patch_size": 2}))


def write(folder, model, tokenizer, configuration, meta, newer_layout=False):
    shutil.rmtree(folder, ignore_errors=True)
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    weights = load_file(folder / "model.safetensors")
    # An image plays no part here: what is left of the vision tower only shows that it is passed over.
    weights = {name: value for name, value in weights.items() if not name.startswith("vision_tower") or value.numel() <= 8}
    if newer_layout:
        weights = {"model." + name.replace("language_model.model.", "language_model."): value for name, value in weights.items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(configuration))
    (folder / "nla_meta.yaml").write_text(yaml.safe_dump(meta, sort_keys=False, allow_unicode=True))


def sidecar(name, role, tokens, scale):
    old = name == "gemma3"
    roles = ("actor", "critic") if old else ("av", "ar")
    return dict(
        kind="nla_model", schema_version=1 if old else 2, role=roles[0 if role == "av" else 1], d_model=D,
        extraction=dict(injection_scale=scale if role == "av" else None, mse_scale="sqrt_d_model"), tokens=tokens,
        prompt_templates={roles[0]: AV_TEMPLATE, roles[1]: AR_TEMPLATE}, critic={"num_hidden_layers" if old else "extraction_layer_index": K})


def pair(name, make, seed, folder_of_tokenizer, template, bos, scale):
    torch.manual_seed(seed)
    tokenizer = Tokenizer.from_file(str(TOKENIZERS / folder_of_tokenizer / "tokenizer.json"))
    tokenizer.add_tokens([AddedToken(MARKER, normalized=False)])
    source = (TOKENIZERS / "published" / f"{template}.jinja").read_text()
    configuration = json.loads((TOKENIZERS / folder_of_tokenizer / "tokenizer_config.json").read_text()) | {"chat_template": source}
    assert tokenizer.get_vocab_size() <= VOCABULARY
    marker = tokenizer.encode(MARKER, add_special_tokens=False).ids
    assert len(marker) == 1
    around = tokenizer.encode("<concept>" + MARKER + "</concept>", add_special_tokens=False).ids
    at = around.index(marker[0])
    tokens = dict(
        injection_char=MARKER, injection_token_id=marker[0], injection_left_neighbor_id=around[at - 1], injection_right_neighbor_id=around[at + 1],
        critic_suffix_ids=tokenizer.encode(AR_TEMPLATE.format(explanation="x"), add_special_tokens=False).ids[-3:])
    verbalizer, reconstructor = make(3), make(K + 1)
    randomise(verbalizer)
    randomise(reconstructor)
    write(HERE / name / "av", verbalizer, tokenizer, configuration, sidecar(name, "av", tokens, scale))
    write(HERE / name / "ar", reconstructor, tokenizer, configuration, sidecar(name, "ar", tokens, scale), newer_layout=name == "gemma3")
    save_file({"weight": torch.randn(D, D) * D**-0.5}, HERE / name / "ar" / "value_head.safetensors")

    verbalizer, reconstructor = Verbalizer(HERE / name / "av"), Reconstructor(HERE / name / "ar")
    assert (verbalizer.prompt[0] == 2) == bos and verbalizer.prompt.count(2) == (1 if bos else 0)
    assert (reconstructor.tokenizer("x")["input_ids"][0] == 2) == bos
    x = 500 * torch.randn(4, D)
    out = []
    for row in x:
        v = verbalizer.verbalize(row, 12)
        out.append(v | dict(logprob_mean=verbalizer.score(x.mean(0), v["ids"]), logprob_none=verbalizer.score(None, v["ids"])))
        print(name, len(v["ids"]), round(v["logprob"], 3), round(out[-1]["logprob_none"], 3))
    edited = [dict(text=text, ids=verbalizer.wrapped(text), logprob=verbalizer.score(x[0], verbalizer.wrapped(text))) for text in TEXTS]
    vectors = torch.stack([reconstructor.reconstruct(text) for text in [v["text"] for v in out] + TEXTS])
    save_file({"activations": x, "mean": x.mean(0), "reconstructions": vectors}, HERE / f"{name}.safetensors")
    (HERE / f"{name}.json").write_text(json.dumps(dict(prompt=verbalizer.prompt, verbalizations=out, edited=edited), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    pair("qwen2", qwen2, 1, "qwen", "qwen2.5", bos=False, scale=150.0)
    pair("gemma3", gemma3, 2, "gemma", "gemma3", bos=True, scale="800")
