"""Makes the tokenizers and the goldens of this folder with transformers (5.24) and tokenizers (0.23).

Run it in this folder: python make_goldens.py [FOLDER_OF_STORIES260K]
Without the argument stories260k.json stays as it is (only ids of our own strings are kept of that tokenizer).
"""
import json, os, random, shutil, sys
from tokenizers import Tokenizer, AddedToken, Regex, models, trainers, pre_tokenizers, decoders, normalizers, processors
from transformers import AutoTokenizer
from make_texts import CORPUS, TEXTS

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "../../../SampleData/subject")

def base(vocabulary_size, alphabet=()):
    return trainers.BpeTrainer(vocab_size=vocabulary_size, show_progress=False, initial_alphabet=list(alphabet), special_tokens=[])


def save(name, tokenizer, configuration=None, change=None):
    folder = os.path.join(HERE, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    data = json.loads(tokenizer.to_str())
    if change:
        change(data)
    json.dump(data, open(os.path.join(folder, "tokenizer.json"), "w"), ensure_ascii=False, separators=(",", ":"))
    if configuration is not None:
        json.dump(configuration, open(os.path.join(folder, "tokenizer_config.json"), "w"), indent=1)
    return folder


def merges_as_strings(data):
    data["model"]["merges"] = [" ".join(pair) for pair in data["model"]["merges"]]


def byte_level_flags():
    """Byte-level, NFC, and added tokens with every flag."""
    t = Tokenizer(models.BPE())
    t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.ByteLevel(trim_offsets=False)
    t.train_from_iterator(CORPUS, base(420, pre_tokenizers.ByteLevel.alphabet()))
    t.add_tokens([
        AddedToken("<L>", lstrip=True, normalized=False), AddedToken("<R>", rstrip=True, normalized=False), AddedToken("<B>", lstrip=True, rstrip=True, normalized=False),
        AddedToken("word", single_word=True, normalized=False), AddedToken("nôrm", normalized=True), AddedToken("Norm", normalized=True, single_word=True),
        AddedToken("<a>", normalized=False), AddedToken("<a><b>", normalized=False), AddedToken("\n\n", normalized=False), AddedToken("    ", normalized=False),
    ])
    t.add_special_tokens([AddedToken("<s>", normalized=False), AddedToken("</s>", normalized=False, rstrip=True)])
    return save("byte-level-flags", t, {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "add_bos_token": True, "add_eos_token": True})


def byte_level_prefix():
    """Byte-level with a space put before, merges as strings, whole words first (ignore_merges)."""
    t = Tokenizer(models.BPE(ignore_merges=True))
    t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("ﷺ", "x")])
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=True)])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(CORPUS, base(400, pre_tokenizers.ByteLevel.alphabet()))
    t.add_special_tokens(["<s>", "</s>"])
    ids = {name: t.token_to_id(name) for name in ("<s>", "</s>")}
    t.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=True), processors.TemplateProcessing(single="<s> $A </s>", special_tokens=list(ids.items()))])
    return save("byte-level-prefix", t, change=merges_as_strings)


def sentencepiece():
    """SentencePiece-style as Llama 2: byte fallback, Prepend and Replace, BOS by a template."""
    t = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never", split=True)
    specials = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)]
    t.train_from_iterator([line for line in CORPUS if line.isascii() or "café" in line], trainers.BpeTrainer(vocab_size=520, show_progress=False, special_tokens=specials, limit_alphabet=60))
    t.pre_tokenizer = None
    t.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", t.token_to_id("<s>"))])

    def change(data):
        data["added_tokens"] = [token for token in data["added_tokens"] if not token["content"].startswith("<0x")]

    return save("sentencepiece", t, {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": {"__type": "AddedToken", "content": "<s>", "lstrip": False, "normalized": False, "rstrip": False, "single_word": False}, "eos_token": "</s>", "unk_token": "<unk>"}, change)


def unknowns(fuse):
    """A small alphabet: unknowns fused or not, some bytes to fall back to, normalised added tokens behind a Prepend."""
    t = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=fuse, unk_token="<unk>"))
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.decoder = decoders.Metaspace(prepend_scheme="always")
    specials = ["<unk>"] + [f"<0x{b:02X}>" for b in (0xC3, 0xA9, 0xA8, 0x0A)]
    t.train_from_iterator(CORPUS[:2], trainers.BpeTrainer(vocab_size=90, show_progress=False, special_tokens=specials))
    t.add_tokens([AddedToken("<a>", normalized=True), AddedToken("river", normalized=True, single_word=True), AddedToken("<R>", normalized=True, rstrip=True)])

    def change(data):
        data["added_tokens"] = [token for token in data["added_tokens"] if not token["content"].startswith("<0x")]

    return save("unknowns-fused" if fuse else "unknowns", t, {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}, change)


def pieces(name, pre_tokenizer, decoder=None, normalizer=None):
    """Pre-tokenizers that cut characters, with an unknown token for what the alphabet has not."""
    t = Tokenizer(models.BPE(unk_token="<unk>"))
    if normalizer:
        t.normalizer = normalizer
    t.pre_tokenizer = pre_tokenizer
    if decoder:
        t.decoder = decoder
    t.train_from_iterator([line for line in CORPUS if "🙂" not in line and "東" not in line], trainers.BpeTrainer(vocab_size=260, show_progress=False, special_tokens=["<unk>"]))
    return save(name, t)


LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
TEKKEN = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
          r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def words(name, pattern, normalizer=None, ignore_merges=False, specials=(), bos=None, size=420):
    """Byte-level, the words cut by a regular expression, as Qwen, Llama 3 and Mistral's Tekken."""
    t = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        t.normalizer = normalizer
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(CORPUS, base(size, pre_tokenizers.ByteLevel.alphabet()))
    t.add_special_tokens([AddedToken(token, normalized=False) for token in specials])
    level = processors.ByteLevel(trim_offsets=False)
    if bos:
        t.post_processor = processors.Sequence([level, processors.TemplateProcessing(single=f"{bos} $A", special_tokens=[(bos, t.token_to_id(bos))])])
    else:
        t.post_processor = level
    return save(name, t, {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": specials[-1]} | ({"bos_token": bos} if bos else {}))


def gemma():
    """SentencePiece-style as Gemma: spaces become marks without one put before, runs of them in the vocabulary, byte fallback."""
    t = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    t.normalizer = normalizers.Replace(" ", "▁")
    t.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    specials = ["<pad>", "<eos>", "<bos>", "<unk>"] + [f"<0x{b:02X}>" for b in range(256)]
    t.train_from_iterator([line for line in CORPUS if line.isascii() or "café" in line], trainers.BpeTrainer(vocab_size=520, show_progress=False, special_tokens=specials, limit_alphabet=60))
    t.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    t.add_tokens([AddedToken(token, normalized=False) for token in ("\n\n", "\n\n\n", "▁▁", "▁▁▁▁", "<L>")])
    t.add_special_tokens(["<start_of_turn>", "<end_of_turn>"])
    t.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", t.token_to_id("<bos>"))])

    def change(data):
        data["added_tokens"] = [token for token in data["added_tokens"] if not token["content"].startswith("<0x")]

    return save("gemma", t, {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>"}, change)


def expressions():
    """Every behaviour of Split with an expression, and an expression that is replaced."""
    B = pre_tokenizers
    return pieces("expressions", B.Sequence([
        B.Split(Regex(r"[\r\n]+"), "merged_with_previous"), B.Split(Regex(r" ?\p{Lu}(?=\p{Ll})"), "merged_with_next"), B.Split(Regex(r"\p{P}|[\x{1F300}-\x{1FAFF}]"), "contiguous"),
        B.Split(Regex(r"(?:\p{L}\p{M}*)+?e|\d{2,3}?"), "isolated"), B.Split(Regex(r"\S+|(?>\s\s)+\s"), "removed", invert=True)]),
        normalizer=normalizers.Sequence([normalizers.Replace(Regex(r"[ \t]{3,}|\x{00A0}"), " "), normalizers.NFC()]))


def random_ids(size, count, rng):
    return [[rng.randrange(size) for _ in range(rng.randrange(1, 12))] for _ in range(count)]


def goldens(folder, rng):
    t = AutoTokenizer.from_pretrained(folder)
    entries = []
    for text in TEXTS:
        ids = t.encode(text)
        entries.append({"text": text, "ids": ids, "plain": t.encode(text, add_special_tokens=False),
                        "decoded": t.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False),
                        "skipped": t.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)})
    decodings = [{"ids": ids, "decoded": t.decode(ids, clean_up_tokenization_spaces=False)} for ids in random_ids(len(t), 60, rng)]
    return {"size": len(t), "texts": entries, "decodings": decodings}


def write(name, data):
    with open(os.path.join(HERE, name + ".json"), "w") as file:
        json.dump(data, file, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    M, D, B = "▁", decoders, pre_tokenizers
    folders = {
        "sample": SAMPLE,
        "byte-level-flags": byte_level_flags(), "byte-level-prefix": byte_level_prefix(), "sentencepiece": sentencepiece(),
        "unknowns": unknowns(False), "unknowns-fused": unknowns(True),
        "metaspace": pieces("metaspace", B.Metaspace(prepend_scheme="first"), D.Metaspace(prepend_scheme="first")),
        "whitespace": pieces("whitespace", B.Sequence([B.Whitespace(), B.Digits(individual_digits=False)]), normalizer=normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase(), normalizers.Strip()])),
        "qwen": words("qwen", LLAMA3.replace("{1,3}", ""), normalizers.NFC(), specials=("<|im_start|>", "<|im_end|>", "<|endoftext|>")),
        "llama3": words("llama3", LLAMA3, ignore_merges=True, specials=("<|begin_of_text|>", "<s>", "<|end_of_text|>"), bos="<|begin_of_text|>"),
        "tekken": words("tekken", TEKKEN, specials=("<s>", "</s>"), bos="<s>"),
        "gemma": gemma(), "expressions": expressions(),
        "split": pieces("split", B.Sequence([B.Split("\n", "merged_with_previous"), B.Split(" ", "merged_with_next"), B.Split("e", "contiguous"), B.Split("the", "isolated", invert=True), B.Split(".", "removed"), B.WhitespaceSplit()])),
    }
    for name, folder in folders.items():
        write(name, goldens(folder, random.Random(name)))
    if len(sys.argv) > 1:
        write("stories260k", goldens(sys.argv[1], random.Random("stories260k")))
