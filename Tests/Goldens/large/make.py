"""Writes a random checkpoint of the shape of Qwen2.5-7B, cut to four layers: about 4 GB of bf16 in shards, not to be
committed.  python make.py FOLDER [LAYERS]   (numpy)

    PARALLAX_LARGE_CHECKPOINT=FOLDER swift test -c release --filter LargeCheckpointTests

then measures how fast it opens and how much memory a prompt of 100 tokens takes.
"""
import json
import struct
import sys
from pathlib import Path

import numpy

WIDTH, INTERMEDIATE, HEADS, KEY_VALUE_HEADS, VOCABULARY = 3584, 18944, 28, 4, 152064
SHARD = 2 << 30
folder, layers = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4
folder.mkdir(parents=True, exist_ok=True)
random = numpy.random.default_rng(1)


def bfloat16(shape):
    """Normal, of variance 1 / inputs; norms around 1."""
    values = random.standard_normal(shape, dtype=numpy.float32) / numpy.float32(shape[-1] ** 0.5)
    if len(shape) == 1:
        values += 1
    return (values.view(numpy.uint32) >> 16).astype(numpy.uint16)


shapes = {"model.embed_tokens.weight": (VOCABULARY, WIDTH)}
for layer in range(layers):
    size, kept = WIDTH // HEADS, WIDTH // HEADS * KEY_VALUE_HEADS
    for name, shape in {
        "input_layernorm.weight": (WIDTH,), "post_attention_layernorm.weight": (WIDTH,),
        "self_attn.q_proj.weight": (HEADS * size, WIDTH), "self_attn.q_proj.bias": (HEADS * size,),
        "self_attn.k_proj.weight": (kept, WIDTH), "self_attn.k_proj.bias": (kept,), "self_attn.v_proj.weight": (kept, WIDTH), "self_attn.v_proj.bias": (kept,),
        "self_attn.o_proj.weight": (WIDTH, HEADS * size), "mlp.gate_proj.weight": (INTERMEDIATE, WIDTH), "mlp.up_proj.weight": (INTERMEDIATE, WIDTH),
        "mlp.down_proj.weight": (WIDTH, INTERMEDIATE),
    }.items():
        shapes[f"model.layers.{layer}.{name}"] = shape
shapes |= {"model.norm.weight": (WIDTH,), "lm_head.weight": (VOCABULARY, WIDTH)}

shards, filled = [[]], 0
for name, shape in shapes.items():
    size = 2 * int(numpy.prod(shape))
    if shards[-1] and filled + size > SHARD:
        shards.append([])
        filled = 0
    shards[-1].append(name)
    filled += size

places = {}
for number, names in enumerate(shards, 1):
    file = f"model-{number:05}-of-{len(shards):05}.safetensors"
    header, offset = {}, 0
    for name in names:
        size = 2 * int(numpy.prod(shapes[name]))
        header[name] = {"dtype": "BF16", "shape": list(shapes[name]), "data_offsets": [offset, offset + size]}
        offset += size
        places[name] = file
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(folder / file, "wb") as output:
        output.write(struct.pack("<Q", len(text)) + text)
        for name in names:
            output.write(bfloat16(shapes[name]).tobytes())

total = sum(2 * int(numpy.prod(shape)) for shape in shapes.values())
(folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {"total_size": total}, "weight_map": places}))
(folder / "config.json").write_text(json.dumps({
    "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "hidden_size": WIDTH, "intermediate_size": INTERMEDIATE, "num_hidden_layers": layers,
    "num_attention_heads": HEADS, "num_key_value_heads": KEY_VALUE_HEADS, "vocab_size": VOCABULARY, "max_position_embeddings": 32768, "rms_norm_eps": 1e-06,
    "rope_theta": 1000000.0, "sliding_window": 131072, "use_sliding_window": False, "max_window_layers": 28, "tie_word_embeddings": False, "hidden_act": "silu",
    "bos_token_id": 151643, "eos_token_id": 151645, "torch_dtype": "bfloat16",
}, indent=2))
print(f"{total / 1e9:.2f} GB in {len(shards)} shards")
