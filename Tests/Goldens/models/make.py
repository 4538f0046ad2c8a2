"""Makes the goldens of the forward pass from Hugging Face transformers, loaded as float32, and the two tiny random
checkpoints. Run from anywhere:  python make.py   (torch, transformers 5, safetensors)

Every golden holds: token_ids I64 [T], optionally input_embeddings F32 [T, d] (what entered instead of the ids),
hidden_states F32 [sites, T, d] (site 0 = what enters block 0, K+1 = output of block K, before any final norm),
logits F32 [P, V] of the last P positions, prompt_length I64 [1], greedy_ids I64 [N] (the continuation of the first
prompt_length inputs) and greedy_logprobs F32 [N]; the tiny ones also hook_z, attn_out, mlp_in, mlp_out F32 [blocks, T, width].
"""
import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[2] / "SampleData"
torch.set_num_threads(1)
torch.manual_seed(20260)


def tensor_of(output):
    return output[0] if isinstance(output, tuple) else output


def record(model, ids, embeddings=None, parts=False):
    """Residual states, logits and (with parts) the other sites of one sequence."""
    layers = model.model.layers
    taken = {name: [None] * len(layers) for name in ("resid_pre", "resid_post", "hook_z", "attn_out", "mlp_in", "mlp_out")}
    handles = []
    for k, layer in enumerate(layers):
        def before(name, k):
            return lambda module, args: taken[name].__setitem__(k, args[0][0].detach().clone())

        def after(name, k):
            return lambda module, args, output: taken[name].__setitem__(k, tensor_of(output).reshape(len(ids), -1).detach().clone())

        handles += [
            layer.register_forward_pre_hook(before("resid_pre", k)), layer.register_forward_hook(after("resid_post", k)),
            layer.self_attn.o_proj.register_forward_pre_hook(before("hook_z", k)), layer.self_attn.o_proj.register_forward_hook(after("attn_out", k)),
            layer.mlp.register_forward_pre_hook(before("mlp_in", k)), layer.mlp.register_forward_hook(after("mlp_out", k)),
        ]
    given = {"inputs_embeds": embeddings[None]} if embeddings is not None else {"input_ids": torch.tensor([ids])}
    with torch.no_grad():
        logits = model(**given).logits[0]
    for handle in handles:
        handle.remove()
    golden = {
        "token_ids": torch.tensor(ids),
        "hidden_states": torch.stack([taken["resid_pre"][0]] + taken["resid_post"]),
        "logits": logits,
    }
    if embeddings is not None:
        golden["input_embeddings"] = embeddings
    if parts:
        golden |= {name: torch.stack(taken[name]) for name in ("hook_z", "attn_out", "mlp_in", "mlp_out")}
    return golden


def greedy(model, embeddings, steps):
    """Greedy continuation without a cache; asserts that no step is decided by rounding."""
    ids, log_probabilities = [], []
    rows = embeddings
    for _ in range(steps):
        with torch.no_grad():
            logits = model(inputs_embeds=rows[None]).logits[0, -1].double()
        best = logits.topk(2).values
        assert best[0] - best[1] > 1e-3, "a near tie: choose another prompt"
        ids.append(int(logits.argmax()))
        log_probabilities.append(float(logits.log_softmax(-1)[ids[-1]]))
        rows = torch.cat([rows, model.model.embed_tokens.weight[ids[-1]][None].detach()])
    return {"greedy_ids": torch.tensor(ids), "greedy_logprobs": torch.tensor(log_probabilities, dtype=torch.float32), "prompt_length": torch.tensor([len(embeddings)])}


def save(name, golden):
    save_file({key: value.contiguous() for key, value in golden.items()}, HERE / f"{name}.safetensors")
    print(name, {key: list(value.shape) for key, value in golden.items()})


def sample_goldens():
    documents = [json.loads(line)["token_ids"] for line in open(SAMPLE / "documents.jsonl")]
    load = lambda name: AutoModelForCausalLM.from_pretrained(SAMPLE / name, dtype=torch.float32, attn_implementation="eager").eval()

    subject = load("subject")
    table = subject.model.embed_tokens.weight.detach()
    first = record(subject, documents[0][:40])
    first["logits"] = first["logits"][-1:]
    save("subject-1", first | greedy(subject, table[documents[0][:16]], 40))
    second = record(subject, documents[7][:34])
    second["logits"] = second["logits"][-10:]
    save("subject-2", second | greedy(subject, table[documents[7][:9]], 40))

    verbalizer = load("av")
    ids = documents[3][:20]
    rows = verbalizer.model.embed_tokens.weight.detach()[ids].clone()
    vector = torch.randn(rows.shape[1])
    rows[6] = vector * 70 / vector.norm()
    injected = record(verbalizer, ids, embeddings=rows)
    injected["logits"] = injected["logits"][-1:]
    save("av", injected | greedy(verbalizer, rows, 40))

    # An AR has no final norm; its files hold none here, so transformers is given the identity.
    reconstructor = load("ar")
    reconstructor.model.norm = torch.nn.Identity()
    golden = record(reconstructor, documents[11][:30])
    del golden["logits"]
    with torch.no_grad():
        last = reconstructor.model(torch.tensor([documents[11][:30]])).last_hidden_state[0]
    assert torch.equal(last, golden["hidden_states"][-1])
    head = load_file(SAMPLE / "ar" / "value_head.safetensors")["weight"].float()
    golden["prediction"] = last[-1:] @ head.T
    save("ar", golden)


def attention_logits(model, ids):
    """Scaled q·k of every block, over the pairs that the causal mask lets through."""
    found = []

    def before(module, args, kwargs):
        hidden = kwargs["hidden_states"] if "hidden_states" in kwargs else args[0]
        shape = (*hidden.shape[:-1], -1, module.head_dim)
        q, k = (projection(hidden).view(shape).transpose(1, 2) for projection in (module.q_proj, module.k_proj))
        q, k = apply_rotary_pos_emb(q, k, *kwargs["position_embeddings"])
        k = k.repeat_interleave(module.num_key_value_groups, dim=1)
        scores = (q @ k.transpose(2, 3) / math.sqrt(module.head_dim))[0]
        visible = torch.ones(len(ids), len(ids)).tril().bool()
        found.append(scores[:, visible].std().item())

    handles = [layer.self_attn.register_forward_pre_hook(before, with_kwargs=True) for layer in model.model.layers]
    with torch.no_grad():
        model(torch.tensor([ids]))
    for handle in handles:
        handle.remove()
    return found


def tiny(name, dtype, **kwargs):
    """A checkpoint whose every parameter is random, and whose attention is far from uniform."""
    config = LlamaConfig(vocab_size=48, max_position_embeddings=64, rms_norm_eps=1e-5, attn_implementation="eager", bos_token_id=1, eos_token_id=[2, 3], pad_token_id=None, **kwargs)
    model = LlamaForCausalLM(config).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if "norm" in key:
                parameter.copy_(1 + 0.5 * torch.randn_like(parameter))
            elif key.endswith("bias"):
                parameter.copy_(0.5 * torch.randn_like(parameter))
            else:
                gain = 1.6 if "q_proj" in key or "k_proj" in key else 1.0
                parameter.copy_(gain * torch.randn_like(parameter) / math.sqrt(1 if "embed" in key else parameter.shape[1]))
    folder = HERE / name
    model.to(dtype).save_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    ids = torch.randint(4, 48, (24,)).tolist()
    spread = attention_logits(model, ids)
    print(name, "std of attention logits by block:", spread)
    assert min(spread) >= 2, "attention logits too alike to notice a mistake"
    # The length of the prompt that is continued is the first whose continuation has no near tie.
    for length in range(4, 20):
        try:
            continued = greedy(model, model.model.embed_tokens.weight.detach()[ids[:length]], 20)
            break
        except AssertionError:
            continue
    save(name, record(model, ids, parts=True) | continued)


sample_goldens()
tiny("tiny-grouped", torch.float16, hidden_size=32, intermediate_size=52, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
     head_dim=12, rope_theta=500.0, tie_word_embeddings=False, attention_bias=True, mlp_bias=True)
tiny("tiny-tied", torch.bfloat16, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=1,
     rope_theta=10000.0, tie_word_embeddings=True)
