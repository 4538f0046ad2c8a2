"""Writes explanations in the forms in which others publish them, and what is in them (expected.json).

    python3 make.py

The forms are those of the published files: the worked examples beside the first NLAs (rules, header, one block a token, a summary, a
section of samples), and the pages and answers of Neuronpedia's NLAs. Texts and figures are made up here. Tokens are printed by Python's
own repr, so that reading them back is checked against it.
"""
import json
import random
from pathlib import Path

HERE = Path(__file__).parent
VAR = 0.7335
RULE, DOUBLE = "─" * 80, "═" * 80
random.seed(5)

PROMPT = ["<|im_start|>", "system", "\n", "You", " are", " a", " lighthouse", " keeper", ".", "<|im_end|>", "\n", "<|im_start|>", "user", "\n"]
REPLY = [
    "The", " keeper", " doesn", "'t", ' say', ' "', "no", '"', ", it's \"no\"", "\\", "\\n", "\t\t", "\x07", "\u2028", "\U000e0041", " 漢字", " 😀", " e\u0301", " ", "]  mse_nrm=9  cos='", "<0x0A>", "\ud83d",
    " brass", " key", "!", "<|im_end|>",
]
TOKENS = PROMPT + REPLY
GAP = {20, 21, 30}  # positions that were not decoded


def paragraphs(token, position):
    return "\n\n".join([
        f"A letter from an island, number {position}, calm in tone.",
        f'The phrase "under the stairs, said the keeper" returns, and a list follows: brass, rope, oil.',
        f'Final token "{token if token.isprintable() else "?"}" ends an open clause, expecting "lamp" or "door".',
    ])


ODD = {
    15: '<explanation>\nA text whose closing tag is missing.\n\nIt ends in the mid',
    39: '<explanation>\nThe last one is cut off as well.\n\nFinal token "',
    16: 'A text about <explanation> tags: the word itself stands here.',
    17: '<explanation>\nA text with both tags.\n</explanation>',
    18: 'A heading in the text:\n\n' + "-" * 12 + '\n1. First, [ 99]  REPLY   token=\'no\'  cos=0.1\n4. SAMPLES of oil\n[  3]  REPLY   token=\'x\'  cos=0.5',
    19: '一盏灯照着海岸。守门人没有钥匙。',
    22: 'A single Chinese character, used as a mark.',
    23: 'Final token "\n" is a line of its own.\n\n\nTwo lines were empty.\n    Further in.',
}
NORMS = {0: 712708.5, 2: 14356.5}


def block(position, section, token, text, norm, mse, cos, fve):
    head = f"[{position:3d}]  {section:<6}  token={token!r}  ||v||={norm:.1f}  mse_nrm={mse:.3f}  cos={cos:.3f}  fve_nrm={fve:.3f}"
    return head + "\n    " + text.replace("\n", "\n    ")


def read_back(text):
    """What is left of a text without its tags, as ours are read: (text, truncated or None)."""
    text = text.strip()
    opens, closes = text.find("<explanation>"), text.find("</explanation>")
    truncated = None if opens < 0 and closes < 0 else closes < 0
    if closes >= 0:
        text = text[:closes]
    if opens == 0:
        text = text[len("<explanation>"):]
    return "\n".join(line.strip() for line in text.strip().split("\n")), truncated


def whole(token):
    """Half a surrogate pair is no character in Swift."""
    return token.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


blocks, expected = [], []
for position, token in enumerate(TOKENS):
    if position in GAP:
        continue
    cos = -0.059 if position == 1 else 0.019 if position == 0 else random.uniform(0.6, 0.97)
    mse = 2 * (1 - cos)
    fve = 1 - mse / VAR
    if position == 27:
        mse += 0.05  # a figure that the cosine contradicts; fve_nrm follows the wrong one
        fve = 1 - mse / VAR
    if position == 28:
        fve += 0.02  # a figure that mse_nrm contradicts
    text = ODD.get(position, paragraphs(token, position))
    norm = NORMS.get(position, random.uniform(90, 140))
    blocks.append(block(position, "PROMPT" if position < len(PROMPT) else "REPLY", token, text, norm, mse, cos, fve))
    clean, truncated = read_back(text)
    expected.append({
        "position": position, "token": whole(token), "text": clean, "truncated": truncated, "norm": round(norm, 1), "mse_nrm": round(mse, 3), "cos": round(cos, 3),
        "fve_nrm": round(fve, 3), "injection_failed": position in (19, 22),
    })

last = len(TOKENS) - 2
samples = [f"A sample, the {word} one.\n\nIt says \"{word}\"." for word in ("first", "second", "third")]
transcript = f"""{DOUBLE}
NLA (Natural Language Autoencoder) — WORKED EXAMPLE
{DOUBLE}

An NLA pair = two fine-tuned LMs that together map activation vectors
to natural language and back:

  AV (activation verbalizer)     : hidden-state vector  →  text
                                   [injected as a 1-token embedding into
                                    a fixed prompt, then autoregressive]

{RULE}
AV checkpoint:     made/up-L20-av
Extraction model:  made/up-7b
Extraction:        layer 20 residual stream (= HF hidden_states[21], output of block 20)
d_model:           3584
NLA inference:     temp=0 (greedy — reproducible)
Critic mse_nrm:    MSE of L2-normalized vectors (both scaled to √d=59.87). Equals 2(1-cos).
fve_nrm:           1 - mse_nrm / {VAR}. Denominator is Var(v_nrm) from the TRAINING dataset — the
                   predict-the-mean baseline MSE.

{RULE}
1. CHAT-FORMATTED PROMPT
{RULE}

User message:  'Who has the key?'

{RULE}
3. PER-TOKEN NLA INFERENCE (layer-20 activation → explanation)
{RULE}

Full decode text follows each header — NOT truncated.

""" + "\n\n".join(blocks) + f"""

─── Summary (positions 24+; first 24 are system-prompt, under-sampled in training) ───
  mse_nrm:  mean=0.220  median=0.181  min=0.108  max=1.712
  fve_nrm:  mean=0.700  median=0.753  (denom={VAR} from training)

{RULE}
4. SAMPLING VARIANCE — pos {last} (token='!', ||v||=110.1)
   3× temp=1.0. Max left-context position → upper
   bound on decoder tightness.
{RULE}

  greedy (t=0):
    The explanation again.
    → MSE=0.143  cos=0.928

""" + "\n".join(f"  t=1 sample {i}:\n    " + text.replace("\n", "\n    ") + f"\n    → MSE={0.132 + i / 100:.3f}  cos={0.934 - i / 200:.3f}\n" for i, text in enumerate(samples)) + f"""
{DOUBLE}
"""
(HERE / "transcript.txt").write_text(transcript, encoding="utf-8")

# Neuronpedia's: figures are printed as computed, in 32 bits.
tokens = ["<bos>", "What", " is", " the", " capital", " of", " Canada", "?", "\n", '"Ottawa"', " 🍁"]
results = []
for position in (4, 6, 7, 9):
    cos = random.uniform(0.97, 0.995)
    results.append({
        "token": tokens[position], "token_id": 1000 + position, "position": position, "l2_norm": round(random.uniform(3e4, 7e4), 4), "description": paragraphs(tokens[position], position),
        "mse": round(2 * (1 - cos), 8), "cosine_similarity": round(cos, 8), "generated": position > 7,
    })
answer = {"results": results, "layer_index": 41, "prompt_length": len(tokens)}
page = {
    "id": "cm0", "text": "".join(tokens), "temperature": 0.7, "modelId": "made-up-27b-it", "nlaSourceId": "someone-l41", "numCompletionTokens": 0,
    "sortedPositions": [r["position"] for r in results], "tokens": tokens, "resultJson": json.dumps(answer, ensure_ascii=False),
}
(HERE / "page.json").write_text(json.dumps(page, indent=2), encoding="utf-8")
(HERE / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
events = [{"layer_index": 41, "total": len(results), "prompt_length": len(tokens)}]
for result in results:
    events += [{"position": result["position"], "text": "A letter", "done": False}, result]
(HERE / "stream.txt").write_text("".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n", encoding="utf-8")
(HERE / "describe.json").write_text(json.dumps({"results": [{k: r[k] for k in ("description", "mse", "cosine_similarity")} for r in results]}), encoding="utf-8")
(HERE / "expected.json").write_text(json.dumps({
    "variance": VAR, "transcript": expected, "sampled_position": last, "samples": samples, "disagreeing": {"27": ["mse_nrm"], "28": ["fve_nrm"]},
    "tokens": tokens, "results": results,
}, indent=1, ensure_ascii=False), encoding="utf-8")
