"""SampleData/calibration.jsonl: passages with facts per token on which claims are calibrated, so that documents.jsonl stays unseen.

The same fields as documents.jsonl without `description`. None equals a passage that the subject, the NLA pair or the dictionaries were
trained or tested on, a passage of documents.jsonl, or another of its own. Every genre has the same number.

Usage: RUN=… python calibration.py [--check]. RUN needs only subject.json (its "tokens" say how many passages the subject saw). --check writes
nothing and says whether the facts of documents.jsonl, judged again from its seeds, and the ids of the committed file are as they should be.
"""
import json
import random
import sys
from pathlib import Path

from transformers import AutoTokenizer

import documents
import world

SAMPLE = Path(__file__).resolve().parent.parent
FIRST_SEED, PASSAGES = 120_000_000, 400       # no other stage uses these seeds
MOST_BYTES = 3_500_000


def record(name, doc, tokenizer):
    """One line: that of documents.py, without its descriptions."""
    out = documents.record(0, doc, tokenizer)
    del out["description"]
    return {**out, "id": name}


def passages(tokenizer):
    """[Doc]: as many of every genre, none seen before, none twice, of at most `documents.MAX_TOKENS` tokens."""
    seen = documents.seen() | {json.loads(line)["text"] for line in (SAMPLE / "documents.jsonl").read_text(encoding="utf-8").splitlines()}
    wanted = {genre: PASSAGES // len(world.GENRES) for genre in world.GENRES}
    out, seed = [], FIRST_SEED
    while any(wanted.values()):
        doc = world.make_doc(random.Random(seed))
        if wanted[doc.genre] and doc.text not in seen and len(tokenizer(doc.text)["input_ids"]) <= documents.MAX_TOKENS:
            wanted[doc.genre] -= 1
            seen.add(doc.text)
            out.append(doc)
        seed += 1
    return out


def check(tokenizer):
    """Known documents come out as they are committed; the committed passages are tokenised as the subject reads them."""
    known = {rec["text"]: rec for rec in map(json.loads, (SAMPLE / "documents.jsonl").read_text(encoding="utf-8").splitlines())}
    left, seed = dict(known), documents.FIRST_SEED
    while left:
        doc = world.make_doc(random.Random(seed))
        seed += 1
        rec = left.pop(doc.text, None)
        if rec is not None:
            again = record(rec["id"], doc, tokenizer)
            assert all(again[key] == rec[key] for key in again), rec["id"]
    mine = [json.loads(line) for line in (SAMPLE / "calibration.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(rec["token_ids"] == [0] + tokenizer(rec["text"])["input_ids"] for rec in mine)
    assert not {rec["text"] for rec in mine} & set(known) and len({rec["text"] for rec in mine}) == len(mine)
    print(f"{len(known)} passages of documents.jsonl judged again alike; {len(mine)} of calibration.jsonl, {sum(len(r['token_ids']) for r in mine)} tokens, as the tokenizer says")


def main():
    tokenizer = AutoTokenizer.from_pretrained(SAMPLE / "subject")
    if "--check" in sys.argv:
        return check(tokenizer)
    lines = [json.dumps(record(f"cal{i:03d}", doc, tokenizer), ensure_ascii=False, separators=(",", ":")) + "\n" for i, doc in enumerate(passages(tokenizer))]
    size = sum(len(line.encode()) for line in lines)
    assert size <= MOST_BYTES, f"{size} bytes: take fewer passages"
    (SAMPLE / "calibration.jsonl").write_text("".join(lines), encoding="utf-8")
    print(len(lines), "passages", size, "bytes")


if __name__ == "__main__":
    main()
