"""Makes sampling.json: what transformers' logits warpers (temperature, then top-k, then top-p) leave of random logits.

Run it anywhere: python make.py
"""
import json
from pathlib import Path

import torch
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

torch.manual_seed(3)
entries = []
for temperature, k, p in [(1.0, 5, 1.0), (0.7, None, 0.9), (1.5, 10, 0.5), (1.0, None, 0.05), (2.0, 100, 0.99), (1.0, 3, 1.0)]:
    logits = 2 * torch.randn(1, 24, dtype=torch.float64)
    if k == 3:
        # Two tokens share the third place.
        order = logits[0].argsort(descending=True)
        logits[0, order[3]] = logits[0, order[2]]
    logits = logits.float().double()
    scores = TemperatureLogitsWarper(temperature)(None, logits)
    if k:
        scores = TopKLogitsWarper(k)(None, scores)
    if p < 1:
        scores = TopPLogitsWarper(p)(None, scores)
    entries.append(dict(logits=logits[0].tolist(), temperature=temperature, k=k, p=p, probabilities=scores[0].softmax(-1).tolist()))
(Path(__file__).resolve().parent / "sampling.json").write_text(json.dumps(entries, indent=0) + "\n")
print([sum(x > 0 for x in e["probabilities"]) for e in entries])
