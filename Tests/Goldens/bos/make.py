"""Writes golden.json: the ids of a text under a GPT-2 tokenizer, which adds no BOS, and the features of a SAELens dictionary that was trained with
`prepend_bos: true`, with BOS before the text and without. Run from anywhere:  python make.py   (torch, transformers 5, sae-lens 6)

model/ is a tiny random GPT-2, sae/ a random dictionary of its site blocks.1.hook_resid_post.
"""
import json
from pathlib import Path

import sae_lens
import torch
import transformers

HERE = Path(__file__).resolve().parent
TEXT = "the cat sat on the mat"
tokenizer = transformers.AutoTokenizer.from_pretrained(HERE / "model")
model = transformers.AutoModelForCausalLM.from_pretrained(HERE / "model", dtype=torch.float32).eval()
sae = sae_lens.SAE.load_from_disk(str(HERE / "sae"))
golden = {"text": TEXT}
plain = tokenizer(TEXT)["input_ids"]
assert plain[0] != tokenizer.bos_token_id
for name, ids in [("without", plain), ("with", [tokenizer.bos_token_id] + plain)]:
    with torch.no_grad():
        states = model(torch.tensor([ids]), output_hidden_states=True).hidden_states[2][0]
        features = sae.encode(states)
    golden[name] = {"ids": ids, "l0": [int((row > 0).sum()) for row in features], "sums": [float(row.sum()) for row in features]}
    # The largest feature of every token.
    golden[name]["top"] = [int(row.argmax()) for row in features]
(HERE / "golden.json").write_text(json.dumps(golden) + "\n")
print(golden, sae_lens.__version__)
