"""A second NLA pair that shares nothing with SampleData, and its goldens, from transformers in float32.

    python Tests/Goldens/verbalizers/make_pair.py

needs torch, transformers, tokenizers, safetensors, pyyaml. Writes pair/av, pair/ar, pair.json, pair.safetensors beside this
file. Other sizes, layer, templates and marker (a piece of the vocabulary, no added token), schema 1 with the old role names,
a scale that is a string, grouped heads, an untied head, a BOS that both the chat template and the post-processor write, a closing
tag of many tokens, texts whose characters are split over tokens. The AV is trained for a minute so that it writes
closed explanations; every parameter of the AR is random.
"""
import json
from pathlib import Path

import torch
import yaml
from safetensors.torch import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import LlamaConfig, LlamaForCausalLM

from reference import CLOSING, OPENING, Reconstructor, Verbalizer

HERE = Path(__file__).resolve().parent
PAIR = HERE / "pair"
D, K, MARKER, SCALE = 32, 1, "☃", 3.5
TEXTS = [
    "A poem on snow: 雪が降る.\nIt ends in a verb.", "Prices of tea rise in May.", "naïve café, twice…", "List of {three} rivers;\n\nthe Nile is next.",
    "One two three four.", "Who asks? She does 🙂.", "code = 4 * (x + 1)", "The final token is “and”.",
]
AV_TEMPLATE = f"Say what {{{{x}}}} z{{injection_char}}q holds."
AR_TEMPLATE = "About:\n{explanation}\n=> its code"
CHAT = ("{{ bos_token }}{% for message in messages %}[{{ message['role'] }}] {{ message['content'] }}\n{% endfor %}"
        "{% if add_generation_prompt %}[assistant]{% endif %}")


def tokenizer():
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tok.decoder = decoders.ByteLevel()
    corpus = [f"z{MARKER}q", "[user] [assistant] Say what holds", AR_TEMPLATE, "The of it is a ends in"] * 8 + [t[: len(t) // 2] for t in TEXTS]
    tok.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=310, special_tokens=["<pad>", "<s>", "</s>"], show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tok.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    tok.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in ("<pad>", "<s>", "</s>")])
    return tok


def config(blocks):
    return LlamaConfig(
        vocab_size=312, hidden_size=D, intermediate_size=48, num_hidden_layers=blocks, num_attention_heads=4, num_key_value_heads=2, head_dim=8,
        max_position_embeddings=160, rope_theta=500.0, rms_norm_eps=1e-6, tie_word_embeddings=False, bos_token_id=1, eos_token_id=[2, 0], pad_token_id=0)


def sidecar(tok, role):
    def ids(text):
        return tok.encode(text, add_special_tokens=False).ids
    marker = ids(MARKER)
    assert len(marker) == 1
    prompt = ids("<s>[user] " + AV_TEMPLATE.format(injection_char=MARKER) + "\n[assistant]")
    at = prompt.index(marker[0])
    assert len(ids(CLOSING)) > 4
    return dict(
        kind="nla_model", schema_version=1, role=role, d_model=D, base_checkpoint="none",
        extraction=dict(injection_scale=str(SCALE) if role == "actor" else None, mse_scale="sqrt_d_model"),
        tokens=dict(injection_char=MARKER, injection_token_id=marker[0], injection_left_neighbor_id=prompt[at - 1],
                    injection_right_neighbor_id=prompt[at + 1], critic_suffix_ids=ids("x\n=> its code")[-3:]),
        prompt_templates=dict(actor=AV_TEMPLATE, critic=AR_TEMPLATE), critic=dict(num_hidden_layers=K))


def write(folder, model, tok, role, dtype):
    """config.json, weights in `dtype`, tokenizer and sidecar, the layout of the published folders."""
    model.to(dtype).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    (folder / "model.safetensors").chmod(0o644)
    tok.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(dict(
        tokenizer_class="PreTrainedTokenizerFast", bos_token="<s>", eos_token="</s>", pad_token="<pad>", clean_up_tokenization_spaces=False,
        chat_template=CHAT)))
    (folder / "nla_meta.yaml").write_text(yaml.safe_dump(sidecar(tok, role), sort_keys=False, allow_unicode=True))


def train(model, tok, directions, generator, steps=900):
    """Teaches the model to write the text of the direction that stands at the marker."""
    meta = sidecar(tok, "actor")["tokens"]
    prompt = tok.encode("<s>[user] " + AV_TEMPLATE.format(injection_char=MARKER) + "\n[assistant]", add_special_tokens=False).ids
    at = prompt.index(meta["injection_token_id"])
    answers = [tok.encode(f"{OPENING}\n{t}\n{CLOSING}</s>", add_special_tokens=False).ids for t in TEXTS]
    longest = max(map(len, answers))
    rows = torch.tensor([prompt + a + [0] * (longest - len(a)) for a in answers])
    labels = torch.tensor([[-100] * len(prompt) + a + [-100] * (longest - len(a)) for a in answers])
    optimiser = torch.optim.AdamW(model.parameters(), 1e-2, weight_decay=0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, 2e-4)
    with torch.enable_grad():
        for step in range(steps):
            x = model.get_input_embeddings()(rows).clone()
            noisy = directions + torch.randn(directions.shape, generator=generator) * 0.6
            x[:, at] = noisy / noisy.norm(dim=-1, keepdim=True) * SCALE
            loss = model(inputs_embeds=x, labels=labels).loss
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    print("loss", loss.item())


def randomise(model, generator):
    """Every parameter random, norms included; gains that keep the stream of order one."""
    for name, p in model.named_parameters():
        if "norm" in name:
            p.copy_(torch.rand(p.shape, generator=generator) + 0.5)
        else:
            p.copy_(torch.randn(p.shape, generator=generator) * (1.0 if "embed" in name else 1.4 * p.shape[-1] ** -0.5))


def main():
    torch.manual_seed(5)
    g = torch.Generator().manual_seed(5)
    tok = tokenizer()
    assert tok.get_vocab_size() <= 312
    directions = torch.randn(len(TEXTS), D, generator=g)
    av = LlamaForCausalLM(config(3))
    train(av, tok, directions, g)
    write(PAIR / "av", av, tok, "actor", torch.bfloat16)
    ar = LlamaForCausalLM(config(K + 1))
    randomise(ar, g)
    write(PAIR / "ar", ar, tok, "critic", torch.float16)
    save_file({"weight": torch.randn(D, D, generator=g) * D**-0.5}, PAIR / "ar" / "value_head.safetensors")
    (PAIR / "ar" / "value_head.safetensors").chmod(0o644)

    x = 40 * (directions[[0, 1, 2, 3, 4, 5, 6, 7, 0, 3]] + torch.randn(10, D, generator=g) * 0.5)
    verbalizer, reconstructor = Verbalizer(PAIR / "av"), Reconstructor(PAIR / "ar")
    out = []
    for i, row in enumerate(x):
        v = verbalizer.verbalize(row, 120)
        v |= dict(logprob_mean=verbalizer.score(x.mean(0), v["ids"]), logprob_none=verbalizer.score(None, v["ids"]))
        out.append(v)
        print(v["truncated"], round(v["logprob"], 3), len(v["ids"]), repr(v["text"]))
    cut = [verbalizer.verbalize(row, 9) for row in x]
    texts = [v["text"] for v in out] + ["", "Something else, 雪."]
    tensors = {"activations": x, "mean": x.mean(0), "reconstructions": torch.stack([reconstructor.reconstruct(t) for t in texts])}
    save_file(tensors, HERE / "pair.safetensors")
    (HERE / "pair.safetensors").chmod(0o644)
    (HERE / "pair.json").write_text(json.dumps(
        dict(prompt=verbalizer.prompt, verbalizations=out, cut=cut, edited=[dict(text=t, logprob=verbalizer.score(x[0], verbalizer.wrapped(t)), ids=verbalizer.wrapped(t)) for t in texts[-2:]]),
        ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
