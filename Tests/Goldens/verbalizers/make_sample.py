"""Goldens for the NLA pair of SampleData, from transformers in float32.

    python Tests/Goldens/verbalizers/make_sample.py

needs torch, transformers, safetensors, pyyaml. Writes sample.json and sample.safetensors beside this file.
"""
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import LlamaForCausalLM

from reference import Reconstructor, Verbalizer

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "SampleData"
COUNT, FIRST_POSITION, BLOCK = 20, 9, 3
EDITED = [
    "",
    "A text.",
    "Letter about a ring that was left in Turin.\n\nThe final token is a name.",
    "Ünïcode – “quoted”, 数字 and a tab\there, braces {explanation} too.",
]


def activations():
    """One vector a document, from all over the passage: [20, d], and where each comes from."""
    subject = LlamaForCausalLM.from_pretrained(DATA / "subject", dtype=torch.float32).eval()
    rows, places = [], []
    with open(DATA / "documents.jsonl") as lines:
        documents = [json.loads(line) for line in lines]
    for i, document in enumerate(documents[::3][:COUNT]):
        ids = document["token_ids"]
        position = FIRST_POSITION + (i * 11) % (len(ids) - FIRST_POSITION)
        rows.append(subject(torch.tensor([ids]), output_hidden_states=True).hidden_states[BLOCK + 1][0, position])
        places.append(dict(document=document["id"], position=position))
    return torch.stack(rows), places


def main():
    x, places = activations()
    av, ar = Verbalizer(DATA / "av"), Reconstructor(DATA / "ar")
    mean = x.mean(0)
    out = []
    for row, place in zip(x, places):
        v = av.verbalize(row)
        assert abs(av.score(row, v["ids"]) - v["logprob"]) < 1e-4
        v |= place | dict(logprob_mean=av.score(mean, v["ids"]), logprob_none=av.score(None, v["ids"]))
        out.append(v)
        print(v["logprob"], v["text"][:100].replace("\n", " / "))
    edited = [dict(text=t, logprob=av.score(x[0], av.wrapped(t.strip())), ids=av.wrapped(t.strip())) for t in EDITED]
    texts = [v["text"] for v in out] + EDITED
    save_file({"activations": x, "mean": mean, "reconstructions": torch.stack([ar.reconstruct(t) for t in texts])}, HERE / "sample.safetensors")
    (HERE / "sample.json").write_text(json.dumps(dict(prompt=av.prompt, verbalizations=out, edited=edited), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
