"""Goldens of the families whose own library was not installed: checkpoints in their containers, names and orientations, and what the
published formula computes for them.

    python Tests/Goldens/families/make_published.py      (numpy, torch and safetensors)
"""
import json
import math
import shutil

import numpy as np
import torch
from safetensors.torch import save_file

from golden import D, S, Goldens, inputs, jumprelu, parameters, relu, thresholds, topk

goldens = Goldens("published")
g = torch.Generator().manual_seed(23)
torch.set_num_threads(1)


def folder(name):
    path = goldens.folder / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def write(path, value):
    path.write_text(json.dumps(value))


def tensors(path, **values):
    save_file({k: v.contiguous() for k, v in values.items()}, path)


def norms(W_dec):
    return W_dec.norm(dim=-1)


def gemma_scope_1():
    for name, d, n, save in [("gemma-scope-1", D, S, np.savez), ("gemma-scope-1-packed", D, S, np.savez_compressed), ("gemma-scope-1-square", 24, 24, np.savez)]:
        W_enc, b_enc, W_dec, b_dec = parameters(g, d, n)
        x = inputs(g, d)
        p = x @ W_enc + b_enc
        t = thresholds(p, g)
        f, margin = jumprelu(p, t)
        path = folder(f"{name}/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71")
        upper = name == "gemma-scope-1"
        packed = name.endswith("packed")
        arrays = {("W_enc" if upper else "w_enc"): W_enc.numpy(), ("W_dec" if upper else "w_dec"): W_dec.numpy(), "b_enc": b_enc.numpy(), "b_dec": b_dec.numpy(), "threshold": t.numpy()}
        if packed:   # Fortran order, and doubles, as NumPy users save them
            arrays["w_enc"], arrays["b_dec"] = np.asfortranarray(arrays["w_enc"]), arrays["b_dec"].astype("<f8")
        save(path / "params.npz", **arrays)
        wrong = {"not subtracting b_dec": jumprelu((x - b_dec) @ W_enc + b_enc, t)[0] @ W_dec + b_dec, "the thresholds": relu(p)[0] @ W_dec + b_dec}
        if d == n:
            wrong["the orientation of w_enc"] = jumprelu(x @ W_enc.T + b_enc, t)[0] @ W_dec + b_dec
            wrong["the orientation of w_dec"] = f @ W_dec.T + b_dec
        goldens.add(name, path, x, f, f @ W_dec + b_dec, margin, site="blocks.20.hook_resid_post", family="Gemma Scope 1", wrong=wrong)

    # Trained on embeddings before the factor √d that Gemma's block 0 gets.
    W_enc, b_enc, W_dec, b_dec = parameters(g)
    x = 4 * inputs(g)
    p = x / math.sqrt(D) @ W_enc + b_enc
    t = thresholds(p, g)
    f, margin = jumprelu(p, t)
    path = folder("gemma-scope-1-embedding/gemma-scope-2b-pt-res/embedding/width_4k/average_l0_6")
    np.savez(path / "params.npz", w_enc=W_enc.numpy(), w_dec=W_dec.numpy(), b_enc=b_enc.numpy(), b_dec=b_dec.numpy(), threshold=t.numpy())
    goldens.add("gemma-scope-1-embedding", path, x, f, (f @ W_dec + b_dec) * math.sqrt(D), margin, site="blocks.0.hook_resid_pre", family="Gemma Scope 1",
                wrong={"the embedding's factor": jumprelu(x @ W_enc + b_enc, t)[0] @ W_dec + b_dec})

    W_enc, b_enc, W_dec, b_dec = parameters(g)
    x = inputs(g)
    p = x @ W_enc + b_enc
    t = thresholds(p, g)
    f, margin = jumprelu(p, t)
    path = folder("gemma-scope-1-transcoder/gemma-scope-2b-pt-transcoders/layer_7/width_16k/average_l0_60")
    np.savez(path / "params.npz", W_enc=W_enc.numpy(), W_dec=W_dec.numpy(), b_enc=b_enc.numpy(), b_dec=b_dec.numpy(), threshold=t.numpy())
    goldens.add("gemma-scope-1-transcoder", path, x, f, f @ W_dec + b_dec, margin, site="blocks.7.ln2.hook_normalized", target="blocks.7.hook_mlp_out", family="Gemma Scope 1",
                wrong={"not subtracting b_dec": jumprelu((x - b_dec) @ W_enc + b_enc, t)[0] @ W_dec + b_dec})


def gemma_scope_2():
    for name, d, n, skip in [("gemma-scope-2", D, S, False), ("gemma-scope-2-transcoder", 24, 24, True)]:
        W_enc, b_enc, W_dec, b_dec = parameters(g, d, n)
        x = inputs(g, d)
        p = x @ W_enc + b_enc
        t = thresholds(p, g)
        f, margin = jumprelu(p, t)
        path = folder(f"{name}/layer_12_width_16k_l0_medium")
        stored = dict(w_enc=W_enc, w_dec=W_dec, b_enc=b_enc, b_dec=b_dec, threshold=t)
        y = f @ W_dec + b_dec
        wrong = {"not subtracting b_dec": jumprelu((x - b_dec) @ W_enc + b_enc, t)[0] @ W_dec + b_dec}
        where = dict(hf_hook_point_in="model.layers.12.output", hf_hook_point_out="model.layers.12.output")
        if skip:
            A = torch.randn(d, d, generator=g) / 4
            stored["affine_skip_connection"] = A
            wrong |= {"the skip connection": y, "its orientation": y + x @ A.T, "the orientation of w_enc": jumprelu(x @ W_enc.T + b_enc, t)[0] @ W_dec + b_dec + x @ A}
            y = y + x @ A
            wrong["not subtracting b_dec"] = wrong["not subtracting b_dec"] + x @ A
            where = dict(hf_hook_point_in="model.layers.12.pre_feedforward_layernorm.output", hf_hook_point_out="model.layers.12.post_feedforward_layernorm.output")
        tensors(path / "params.safetensors", **stored)
        tensors(path / "examples.safetensors", tokens=torch.zeros(2, 3))
        write(path / "config.json", dict(architecture="jump_relu", model_name="google/gemma-3-1b-pt", width=n, **where))
        sites = dict(site="blocks.12.mlp.hook_in", target="blocks.12.hook_mlp_out") if skip else dict(site="blocks.12.hook_resid_post")
        goldens.add(name, path, x, f, y, margin, **sites, family="Gemma Scope 2", wrong=wrong)


def llama_scope():
    for name, norm_out in [("llama-scope", None), ("llama-scope-transcoder", 5.0)]:
        W_enc, b_enc, W_dec, b_dec = parameters(g)
        x = inputs(g)
        s = math.sqrt(D) / 9.0
        s_out = math.sqrt(D) / norm_out if norm_out else s
        threshold = 1.1
        p = x * s @ W_enc + b_enc
        f, margin = jumprelu(p, torch.full((S,), threshold * s))
        path = folder(f"{name}/Llama3_1-8B-Base-L15{'TC' if norm_out else 'R'}-8x")
        hooks = dict(hook_point_in="blocks.15.ln2.hook_normalized", hook_point_out="blocks.15.hook_mlp_out") if norm_out else dict(hook_point_in="blocks.15.hook_resid_post", hook_point_out="blocks.15.hook_resid_post")
        write(path / "hyperparams.json", dict(d_model=D, d_sae=S, jump_relu_threshold=threshold, top_k=16, act_fn="jumprelu", norm_activation="dataset-wise", apply_decoder_bias_to_pre_encoder=False, dataset_average_activation_norm={"in": 9.0, "out": norm_out or 9.0}, **hooks))
        (path / "checkpoints").mkdir(exist_ok=True)
        tensors(path / "checkpoints" / "final.safetensors", **{"encoder.weight": W_enc.T, "encoder.bias": b_enc, "decoder.weight": W_dec.T, "decoder.bias": b_dec})
        y = (f @ W_dec + b_dec) / s_out
        unscaled = jumprelu(x @ W_enc + b_enc, torch.full((S,), threshold))[0]
        wrong = {"the input's factor": unscaled @ W_dec + b_dec, "the threshold's unit": (jumprelu(p, torch.full((S,), threshold))[0] @ W_dec + b_dec) / s_out,
                 "not subtracting b_dec": (jumprelu((x * s - b_dec) @ W_enc + b_enc, torch.full((S,), threshold * s))[0] @ W_dec + b_dec) / s_out}
        if norm_out:
            wrong["the output's own factor"] = (f @ W_dec + b_dec) / s
        goldens.add(name, path, x, f, y, margin, site=hooks["hook_point_in"], target=hooks["hook_point_out"] if norm_out else None, family="Llama Scope", wrong=wrong)

    W_enc, b_enc, W_dec, b_dec = parameters(g)
    x = inputs(g)
    p = x @ W_enc + b_enc
    t = thresholds(p, g)
    f, margin = jumprelu(p, t)
    path = folder("r1-distill/Llama-Scope-R1-Distill")
    write(path / "config.json", dict(d_model=D, expansion_factor=S / D, hook_point_in="blocks.15.hook_resid_post", hook_point_out="blocks.15.hook_resid_post"))
    tensors(path / "sae_weights.safetensors", **{"encoder.weight": W_enc.T, "encoder.bias": b_enc, "decoder.weight": W_dec.T, "decoder.bias": b_dec, "log_jumprelu_threshold": t.log()})
    goldens.add("r1-distill", path, x, f, f @ W_dec + b_dec, margin, site="blocks.15.hook_resid_post", family="Llama Scope",
                wrong={"the exponential of the threshold": jumprelu(p, t.log())[0] @ W_dec + b_dec})


def llamascopium():
    hook = "blocks.9.hook_resid_post"

    def save(name, act_fn, norm, include, k=None, t=None, s=None):
        W_enc, b_enc, W_dec, b_dec = parameters(g)
        x = inputs(g)
        stored = dict(W_E=W_enc, b_E=b_enc, W_D=W_dec, b_D=b_dec)
        average = 7.0
        token = math.sqrt(D) / x.norm(dim=-1, keepdim=True)
        s = {"dataset-wise": math.sqrt(D) / average, "token-wise": token, "inference": 1.0}[norm]
        length = W_dec.norm(dim=-1)

        def run(s=s, include=include, subtract=False):
            p = (x * s - (b_dec if subtract else 0)) @ W_enc + b_enc
            q = p * length if include else p
            if act_fn == "topk":
                a, margin = topk(q, k)
            elif act_fn == "jumprelu":
                a, margin = jumprelu(q, limits)
            else:
                a, margin = relu(q)
            f = a / length if include else a
            return f, (f @ W_dec + b_dec) / s, margin

        if act_fn == "jumprelu":
            q = (x * s) @ W_enc + b_enc
            limits = thresholds(q * length if include else q, g)
            stored["activation_function.log_jumprelu_threshold"] = limits.log()
        if norm == "dataset-wise":
            stored[f"dataset_average_activation_norm.{hook}"] = torch.tensor(average)
        path = folder(f"{name}/sae")
        write(path / "config.json", dict(sae_type="sae", d_model=D, expansion_factor=S / D, hook_point_in=hook, hook_point_out=hook, act_fn=act_fn, norm_activation=norm,
                                         sparsity_include_decoder_norm=include, top_k=k, use_decoder_bias=True, use_glu_encoder=False))
        tensors(path / "sae_weights.safetensors", **stored)
        f, y, margin = run()
        wrong = {"not subtracting b_D": run(subtract=True)[1]}
        if norm != "inference":
            wrong["the normalisation"] = run(s=1.0)[1]
        if act_fn != "relu":
            wrong["choosing by decoder norm" if include else "not choosing by decoder norm"] = run(include=not include)[1]
        goldens.add(name, path, x, f, y, margin, site=hook, family="llamascopium", wrong=wrong)

    save("llamascopium-topk", "topk", "dataset-wise", True, k=7)
    save("llamascopium-jumprelu", "jumprelu", "token-wise", True)
    save("llamascopium-jumprelu-plain", "jumprelu", "inference", False)
    save("llamascopium-relu", "relu", "inference", True)


def pytorch_files():
    for name, d, n in [("qwen-scope", D, S), ("qwen-scope-square", 24, 24)]:
        W_enc, b_enc, W_dec, b_dec = parameters(g, d, n)
        x = inputs(g, d)
        p = x @ W_enc + b_enc
        f, margin = topk(p, 5)
        path = folder(f"{name}/SAE-Res-Qwen3-8B-Base-W64K-L0_5") / "layer20.sae.pt"
        # W_enc is saved as a transposed view of a larger tensor: strides and an offset.
        large = torch.zeros(d + 1, n)
        large[1:] = W_enc
        stored = {"W_enc": large[1:].T, "W_dec": W_dec.T.contiguous(), "b_enc": b_enc, "b_dec": b_dec}
        torch.save(stored, path)
        wrong = {"k": topk(p, 6)[0] @ W_dec + b_dec, "not subtracting b_dec": topk((x - b_dec) @ W_enc + b_enc, 5)[0] @ W_dec + b_dec}
        if d == n:
            wrong["the orientation of W_enc"] = topk(x @ W_enc.T + b_enc, 5)[0] @ W_dec + b_dec
            wrong["the orientation of W_dec"] = f @ W_dec.T + b_dec
        goldens.add(name, path, x, f, f @ W_dec + b_dec, margin, site="blocks.20.hook_resid_post", family="Qwen-Scope", wrong=wrong)

    for name, file, layers, family in [("goodfire", "Llama-3.1-8B-Instruct-SAE-l19.pth", ("encoder_linear", "decoder_linear"), "Goodfire"),
                                       ("linear-layers", "DeepSeek-R1-Distill-Llama-8B-SAE-l19.pt", ("encoder", "decoder"), "two linear layers (.pt)")]:
        W_enc, b_enc, W_dec, b_dec = parameters(g)
        x = inputs(g)
        f, margin = relu(x @ W_enc + b_enc)
        path = folder(name) / file
        encoder, decoder = layers
        state = torch.nn.ModuleDict({encoder: torch.nn.Linear(D, S), decoder: torch.nn.Linear(S, D)})
        state.load_state_dict({f"{encoder}.weight": W_enc.T, f"{encoder}.bias": b_enc, f"{decoder}.weight": W_dec.T, f"{decoder}.bias": b_dec})
        torch.save(state.state_dict(), path)
        goldens.add(name, path, x, f, f @ W_dec + b_dec, margin, site="blocks.19.hook_resid_post", family=family,
                    wrong={"not subtracting b_dec": relu((x - b_dec) @ W_enc + b_enc)[0] @ W_dec + b_dec})


def attention_output():
    W_enc, b_enc, W_dec, b_dec = parameters(g, 24, 24)
    x = inputs(g, 24)
    f, margin = relu((x - b_dec) @ W_enc + b_enc)
    path = folder("attention-output") / "gpt2-small_L5_Hcat_z_lr1.pt"
    torch.save({k: torch.nn.Parameter(v) for k, v in dict(W_enc=W_enc, b_enc=b_enc, W_dec=W_dec, b_dec=b_dec).items()}, path)
    write(path.with_name(path.stem + "_cfg.json"), dict(act_name="blocks.5.attn.hook_z", act_size=24, dict_size=24, seed=49))
    goldens.add("attention-output", path, x, f, f @ W_dec + b_dec, margin, site="blocks.5.attn.hook_z", family="attention-output SAE (act_name)",
                wrong={"subtracting b_dec": relu(x @ W_enc + b_enc)[0] @ W_dec + b_dec, "the orientation of W_enc": relu((x - b_dec) @ W_enc.T + b_enc)[0] @ W_dec + b_dec})


def openai():
    for name, activation, tied in [("openai-topk", "TopK", False), ("openai-relu", "ReLU", False), ("openai-tied", "ReLU", True)]:
        W_enc, b_enc, W_dec, b_dec = parameters(g, 24, 24) if tied else parameters(g)
        d, n = W_enc.shape
        x = inputs(g, d)
        if tied:
            W_dec = W_enc.T

        def run(layer_norm=activation == "TopK", subtract=True, decoder=W_dec):
            mean, deviation = x.mean(-1, keepdim=True), x.std(-1, keepdim=True)
            u = (x - mean) / (deviation + 1e-5) if layer_norm else x
            p = (u - b_dec * subtract) @ W_enc + b_enc
            f, margin = topk(p, 6) if activation == "TopK" else relu(p)
            y = f @ decoder + b_dec
            return f, y * deviation + mean if layer_norm else y, margin

        path = folder(f"{name}/gpt2-small/resid_post_mlp/v5_32k/autoencoders") / "8.pt"
        state = dict(pre_bias=b_dec, latent_bias=b_enc, stats_last_nonzero=torch.zeros(n, dtype=torch.long), activation=activation,
                     activation_state_dict=dict(k=6, postact_fn="ReLU") if activation == "TopK" else {})
        state["encoder.weight"] = torch.nn.Parameter(W_enc.T.contiguous())
        if not tied:
            state["decoder.weight"] = torch.nn.Parameter(W_dec.T.contiguous())
        torch.save(state, path)
        f, y, margin = run()
        wrong = {"subtracting pre_bias": run(subtract=False)[1], "the layer norm" if activation == "TopK" else "no layer norm": run(layer_norm=activation != "TopK")[1]}
        if tied:
            wrong["the decoder's orientation"] = run(decoder=W_dec.T)[1]
        goldens.add(name, path, x, f, y, margin, site="blocks.8.hook_resid_post", family="OpenAI", wrong=wrong)


def circuit_tracer():
    for name, d, n, jumps in [("circuit-tracer", D, S, False), ("circuit-tracer-jumprelu", 24, 24, True)]:
        W_enc, b_enc, W_dec, b_dec = parameters(g, d, n)
        x = inputs(g, d)
        p = x @ W_enc + b_enc
        t = thresholds(p, g)
        W_skip = torch.randn(d, d, generator=g) / 4
        f, margin = jumprelu(p, t) if jumps else relu(p)
        y = f @ W_dec + b_dec + x @ W_skip.T
        path = folder(name) / "layer_5.safetensors"
        stored = dict(W_enc=W_enc.T, W_dec=W_dec, b_enc=b_enc, b_dec=b_dec, W_skip=W_skip)
        if jumps:
            stored["activation_function.threshold"] = t
        tensors(path, **stored)
        (path.parent / "config.yaml").write_text("model_name: google/gemma-2-2b\nmodel_kind: transcoder_set\nfeature_input_hook: mlp.hook_in\nfeature_output_hook: mlp.hook_out\nscan: gemma\n")
        wrong = {"the skip connection": f @ W_dec + b_dec, "its orientation": f @ W_dec + b_dec + x @ W_skip}
        if jumps:
            wrong["the orientation of W_enc"] = jumprelu(x @ W_enc.T + b_enc, t)[0] @ W_dec + b_dec + x @ W_skip.T
            wrong["the thresholds"] = relu(p)[0] @ W_dec + b_dec + x @ W_skip.T
        goldens.add(name, path, x, f, y, margin, site="blocks.5.mlp.hook_in", target="blocks.5.hook_mlp_out", family="circuit-tracer", wrong=wrong)


if __name__ == "__main__":
    shutil.rmtree(goldens.folder, ignore_errors=True)
    for make in [gemma_scope_1, gemma_scope_2, llama_scope, llamascopium, pytorch_files, openai, circuit_tracer, attention_output]:
        make()
    goldens.save()
