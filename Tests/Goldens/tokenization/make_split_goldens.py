"""Makes what tokenizers (0.23) alone says about cutting texts:
splits.json: every behaviour of Split, inverted and not, by strings and expressions, also by such that match nothing
words.json:  the expressions of published tokenizers on awkward and on random texts
kinds.json:  the characters that expressions tell apart

Run it in this folder: python make_split_goldens.py
"""
import json, os, random
from tokenizers import Regex, pre_tokenizers
from make_texts import TEXTS

HERE = os.path.dirname(os.path.abspath(__file__))
BEHAVIOURS = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]

STRINGS = ["", " ", "a", "ab", "\n\n", "é"]
EXPRESSIONS = [
    r"\s+", r"\p{L}+", r"\d", "", "a*", "(?=a)", r"\b", "$", "^", r"(?<=a)b", r"a\Kb", r"\Ga", r"(a)\1", "(?i:SS)", r"[^\s\p{L}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+(?!\S)|\s+",
    r"\R", r"\X", r"(?<!a)b|(?>a+)b", "a|", "(?m).+b", r"[[:punct:]&&[^.]]", r"[[:^punct:]b]+", r"(?<x>a|b\g<x>?c)",
]
SPLIT_TEXTS = ["ab", " a  b ", "aab\n\nb.a", "strasse STRASSE straße ſs", "1234a 5,6!\r\nx", "é e\u0301 👩‍👩‍👧‍👦 日本", "aaa", "bbcac"]

O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
CL100K = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
WORDS = {
    "gpt2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "cl100k": CL100K,
    "qwen2": CL100K.replace("{1,3}", ""),
    "o200k": O200K,
    "tekken": O200K.replace("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "").replace("{1,3}", ""),
    "deepseek digits": r"\p{N}{1,3}",
    "deepseek characters": "[一-龥぀-ゟ゠-ヿ]+",
    # As DeepSeek's file has it: with the line ends themselves.
    "deepseek words": "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
}
KINDS = {
    "upper": r"[\p{Lu}\p{Lt}]+", "lower": r"\p{Ll}+", "caseless": r"[\p{Lm}\p{Lo}]+", "mark": r"\p{M}+", "number": r"\p{N}+", "space": r"\s+", "punctuation": r"\p{P}+", "symbol": r"\p{S}+",
}


def pieces(pattern, behaviour, invert, text):
    return [piece for piece, _ in pre_tokenizers.Split(pattern, behaviour, invert=invert).pre_tokenize_str(text)]


def splits():
    for kind, patterns in (("String", STRINGS), ("Regex", EXPRESSIONS)):
        for pattern in patterns:
            cuts = [[[pieces(pattern if kind == "String" else Regex(pattern), behaviour, invert, text) for text in SPLIT_TEXTS] for invert in (False, True)] for behaviour in BEHAVIOURS]
            yield {"kind": kind, "pattern": pattern, "pieces": cuts}


def random_text(rng):
    """Runs of what patterns tell apart, so that their edges meet. No character is younger than Unicode 12."""
    runs = ["a", "Z", "zé", "ÀÉ", "ǅ", "ʰ", "日", "ぁア", "강", "\u0301", "\u0316\u0301", "1", "42", "½²", "٣", " ", "\t", "\u00a0", "\n", "\r\n", "\u2028", "\x85", "!", "'", "’", "/", "_-", "$+", "€", "🙂", "\U0001d400", "\u200d", "\x00",
            "'s", "'S", "'ll", "'Re", "'ſ", "'v", "s", "K"]
    return "".join(rng.choice(runs) * rng.choice([1, 1, 1, 2, 3, 5]) for _ in range(rng.randrange(1, 14)))


def words():
    rng = random.Random("words")
    texts = TEXTS + [random_text(rng) for _ in range(500)]
    # Where the pieces end, in characters.
    ends = {name: [[end for _, (_, end) in pre_tokenizers.Split(Regex(pattern), "isolated").pre_tokenize_str(text)] for text in texts] for name, pattern in WORDS.items()}
    return {"patterns": WORDS, "texts": texts, "ends": ends}


def kinds():
    """The first and the last character of every range."""
    everything = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    found = {}
    for name, pattern in KINDS.items():
        # Surrogates are no characters, but none of these kinds reaches across them.
        found[name] = [[ord(piece[0]), ord(piece[-1])] for piece, _ in pre_tokenizers.Split(Regex(pattern), "removed", invert=True).pre_tokenize_str(everything)]
        assert all(last - first < 0xD800 and not first < 0xD800 <= last for first, last in found[name])
    return found


def write(name, data):
    with open(os.path.join(HERE, name + ".json"), "w") as file:
        json.dump(data, file, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    write("splits", {"behaviours": ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"], "texts": SPLIT_TEXTS, "patterns": list(splits())})
    write("words", words())
    write("kinds", kinds())
