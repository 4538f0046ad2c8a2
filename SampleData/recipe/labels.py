"""Labels of SAE features from ground truth: SampleData/labels/<sae>.jsonl.

A label is the fact ("object: lantern", "role: quotes a person", 'token: " the"') that predicts best, by F1 over tokens, where the feature
is active. It is chosen on one half of fresh passages; the F1 that is written is that of the other half. A feature whose F1 there is below
LEAST_F1, or that fires on fewer than LEAST_FIRINGS tokens of either half, gets no label.

Usage: python labels.py (anywhere; needs torch, transformers, numpy; some minutes). Reads subject/, sae/ and documents.jsonl of the folder
above; writes labels/ there and prints the table of the README.
"""
import json
import random
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

import world
from sae import DOCS as SAE_DOCS
from sae import encode, load

SAMPLE = Path(__file__).resolve().parent.parent
FIRST_SEED, PASSAGES = 110_000_000, 8000      # no other stage uses these seeds; even passages choose, odd ones measure
SAE_SEED = 70_000_000                         # sae.py trains on passages from here
LEAST_F1, LEAST_FIRINGS = 0.5, 20
BATCH, LONGEST = 64, 255
OPEN_SLOTS = {"tail"}                         # a quotation of the text, not a fact of a closed list


def passages():
    """Fresh passages: none twice, none that the SAEs were trained on, none of documents.jsonl."""
    seen = {json.loads(line)["text"] for line in (SAMPLE / "documents.jsonl").read_text(encoding="utf-8").splitlines()}
    seen |= {world.make_doc(random.Random(SAE_SEED + i)).text for i in range(SAE_DOCS)}
    out, seed = [], FIRST_SEED
    while len(out) < PASSAGES:
        doc = world.make_doc(random.Random(seed))
        if doc.text not in seen:
            seen.add(doc.text)
            out.append(doc)
        seed += 1
    return out


def facts_of(doc, ids, ends, tokenizer):
    """The facts that hold at every token: [[fact]]; the same facts that documents.jsonl lists, and the token itself."""
    out = []
    for token, end in zip(ids, ends):
        truth = world.full_truth(doc, end)
        here = [f"{slot}: {value}" for slot, values in truth.items() if slot not in OPEN_SLOTS for value in sorted(values)]
        out.append(here + [f"token: {json.dumps(tokenizer.decode([token]), ensure_ascii=False)}"])
    return out


class Facts:
    """Facts by token as ragged rows: facts of token t are `flat[starts[t]:starts[t + 1]]`."""

    def __init__(self, rows, names):
        index = {n: i for i, n in enumerate(names)}
        self.counts = np.array([len(r) for r in rows])
        self.starts = np.concatenate([[0], np.cumsum(self.counts)])
        self.flat = np.array([index[f] for r in rows for f in r])
        self.size = len(names)
        self.totals = np.bincount(self.flat, minlength=self.size)

    def together(self, tokens, features, width):
        """[width, facts]: on how many tokens the feature fires and the fact holds."""
        out = np.zeros(width * self.size, dtype=np.int64)
        for lo in range(0, len(tokens), 1 << 19):
            t, f = tokens[lo:lo + (1 << 19)], features[lo:lo + (1 << 19)]
            n = self.counts[t]
            first = np.repeat(self.starts[t] - np.concatenate([[0], np.cumsum(n)[:-1]]), n)
            held = self.flat[first + np.arange(n.sum())]
            out += np.bincount(np.repeat(f, n) * self.size + held, minlength=len(out))
        return out.reshape(width, self.size)


def activations(docs, tokenizer, model):
    """Outputs of all blocks at all tokens but <|endoftext|>, [blocks, tokens, d], with the facts of each token and the passage it is of."""
    states, rows, owner, kept = [], [], [], {}
    for block, layer in enumerate(model.model.layers):       # hidden_states would hold the last block's output normed
        layer.register_forward_hook(lambda m, i, o, block=block: kept.__setitem__(block, o[0] if isinstance(o, tuple) else o))
    for lo in range(0, len(docs), BATCH):
        batch = docs[lo:lo + BATCH]
        enc = tokenizer([d.text for d in batch], padding=True, return_offsets_mapping=True, return_tensors="pt")
        ids, mask = enc["input_ids"][:, :LONGEST], enc["attention_mask"][:, :LONGEST].bool()
        with torch.no_grad():
            model(torch.cat([torch.zeros(len(ids), 1, dtype=torch.long), ids], 1))
        states.append(torch.stack([kept[b][:, 1:][mask] for b in range(len(kept))]))
        for i, doc in enumerate(batch):
            n = int(mask[i].sum())
            rows += facts_of(doc, ids[i, :n].tolist(), enc["offset_mapping"][i, :n, 1].tolist(), tokenizer)
            owner += [lo + i] * n
    return torch.cat(states, 1), rows, np.array(owner)


def f1(together, fires, holds):
    return 2 * together / np.maximum(1, fires + holds)


def main():
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(SAMPLE / "subject")
    model = AutoModelForCausalLM.from_pretrained(SAMPLE / "subject", dtype=torch.float32).eval()
    states, rows, owner = activations(passages(), tokenizer, model)
    names = sorted({f for r in rows for f in r})
    halves = [np.flatnonzero(owner % 2 == h) for h in (0, 1)]
    facts = [Facts([rows[t] for t in half], names) for half in halves]
    print(f"{PASSAGES} passages, {len(halves[0])} + {len(halves[1])} tokens, {len(names)} facts")
    (SAMPLE / "labels").mkdir(exist_ok=True)
    print("| dictionary | features | alive | labelled | F1 quartiles of the labelled | labels moved to other features |\n|---|---|---|---|---|---|")
    for path in sorted((SAMPLE / "sae").iterdir()):
        sae, x = load(path), states[int(path.name.split(".")[1])]
        width, found, fires = sae["W_enc"].shape[1], [], []
        for half, held in zip(halves, facts):
            pairs = [(encode(sae, x[torch.from_numpy(half[lo:lo + 4096])]) > 0).nonzero().numpy() + [lo, 0] for lo in range(0, len(half), 4096)]
            tokens, features = np.concatenate(pairs).T
            fires.append(np.bincount(features, minlength=width))
            found.append(held.together(tokens, features, width))
        best = f1(found[0], fires[0][:, None], facts[0].totals).argmax(1)
        every = np.arange(width)
        reached = f1(found[1][every, best], fires[1], facts[1].totals[best])
        good = (reached >= LEAST_F1) & (fires[0] >= LEAST_FIRINGS) & (fires[1] >= LEAST_FIRINGS)
        moved = np.roll(best[good], 1)
        control = f1(found[1][every[good], moved], fires[1][good], facts[1].totals[moved])
        with open(SAMPLE / "labels" / f"{path.name}.jsonl", "w", encoding="utf-8") as out:
            for i in np.flatnonzero(good).tolist():
                out.write(json.dumps(dict(index=i, label=names[best[i]], f1=round(float(reached[i]), 3), n=int(fires[1][i])), ensure_ascii=False) + "\n")
        quartiles = " / ".join(f"{q:.2f}" for q in np.quantile(reached[good], (0.25, 0.5, 0.75))) if good.any() else "–"
        print(f"| {path.name} | {width} | {int(((fires[0] + fires[1]) > 0).sum())} | {int(good.sum())} | {quartiles} | {np.median(control) if good.any() else 0:.2f} |", flush=True)


if __name__ == "__main__":
    main()
