"""Makes components.json: every type of component that tokenizers (0.23) has, under every setting that changes something, alone on awkward texts
and on random ones of 17 blocks of Unicode; and models, post-processors and sequences of them as whole tokenizers.

Run it in this folder: python make_component_goldens.py (with tokenizers and sentencepiece, whose rules Precompiled takes)
"""
import json, os, random, tempfile, unicodedata
import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as spm
from tokenizers import AddedToken, Regex, Tokenizer, __version__, decoders as D, models as M, normalizers as N, pre_tokenizers as P, processors as O, trainers as T
from make_texts import CORPUS

HERE = os.path.dirname(os.path.abspath(__file__))
BLOCKS = {
    "Latin": (0x20, 0x24F), "Greek": (0x370, 0x3FF), "Cyrillic": (0x400, 0x4FF), "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF), "Devanagari": (0x900, 0x97F), "Thai": (0xE00, 0xE7F), "Tibetan": (0xF00, 0xFFF),
    "Jamo": (0x1100, 0x11FF), "Additional Latin": (0x1E00, 0x1FFF), "Punctuation": (0x2000, 0x22FF), "Enclosed": (0x2460, 0x24FF), "Kana": (0x3000, 0x30FF), "Han": (0x3200, 0x9FFF), "Hangul": (0xAC00, 0xD7A3), "Forms": (0xF900, 0xFFFD), "Mathematics": (0x1D400, 0x1D7FF),
}


def texts():
    rng = random.Random("components")
    awkward = json.load(open(os.path.join(HERE, "awkward-texts.json")))
    # Of those that were there in Unicode 3.2, so that no table is too old.
    blocks = [[chr(code) for code in range(first, last + 1) if unicodedata.ucd_3_2_0.category(chr(code)) != "Cn"] for first, last in BLOCKS.values()]
    assert len(blocks) == 17
    marks = ["\u0301", "\u0316", "\u0334", " ", "a", "1", ".", "\u200d"]
    made = ["".join(rng.choice(block if rng.random() < 0.75 else marks) for _ in range(rng.randrange(4, 22))) for block in blocks for _ in range(2)]
    mixed = ["".join(rng.choice(rng.choice(blocks)) for _ in range(24)) for _ in range(4)]
    own = ["", " ", "The naïve river's 42 boats, don't they?", "don 't , do not . I 'm we 've", "un##able ##a a##", "xx東京 日本語のテキスト、ひらがなカタカナー!", "  \ta  b\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bb", "\u32ff ㌀ ﷺ ﬁ ①", "\r\n\r\n x\u0300\u0301", "e\u0301\r\n🇫🇮🇸🇪 👩‍👩‍👧 क्षि", "<unk> a<unk>b", "▁▁a▁b", "a|b||c"]
    return awkward + made + mixed + own


TEXTS = texts()


def small_charsmap():
    """Rules that overlap, of clusters too, in a tree that is small."""
    with tempfile.TemporaryDirectory() as folder:
        rules = os.path.join(folder, "rules.tsv")
        pairs = {"a": "b", "ab": "X", "e\u0301": "é", "e": "E", "\r": " ", "\r\n": "\n", "ﬁ": "fi", "㌀": "アパート", "x\u0300": "", "क्": "k", "\u200d": ""}
        open(rules, "w").write("".join(" ".join(f"{ord(c):X}" for c in left) + "\t" + " ".join(f"{ord(c):X}" for c in right) + "\n" for left, right in pairs.items()))
        corpus = os.path.join(folder, "corpus.txt")
        open(corpus, "w").write("\n".join(CORPUS))
        sentencepiece.SentencePieceTrainer.train(input=corpus, model_prefix=os.path.join(folder, "m"), vocab_size=180, normalization_rule_tsv=rules, minloglevel=2, hard_vocab_limit=False)
        proto = spm.ModelProto()
        proto.ParseFromString(open(os.path.join(folder, "m.model"), "rb").read())
        return proto.normalizer_spec.precompiled_charsmap


def part(name, component):
    tokenizer = Tokenizer(M.BPE())
    setattr(tokenizer, name, component)
    return json.loads(tokenizer.to_str())[name]


def tried(make):
    """null where the library refuses, or panics."""
    try:
        return make()
    except BaseException:
        return None


NORMALIZERS = [
    N.NFC(), N.NFD(), N.NFKC(), N.NFKD(), N.Lowercase(), N.Nmt(), N.StripAccents(), N.ByteLevel(), N.Strip(), N.Strip(left=True, right=False), N.Strip(left=False, right=True), N.Prepend("▁"), N.Prepend(""),
    N.Replace(" ", "▁"), N.Replace(Regex(" {2,}"), " "), N.Replace("a", ""),
    N.BertNormalizer(), N.BertNormalizer(lowercase=False), N.BertNormalizer(strip_accents=False), N.BertNormalizer(lowercase=False, strip_accents=True), N.BertNormalizer(clean_text=False), N.BertNormalizer(handle_chinese_chars=False),
    N.Precompiled(small_charsmap()), N.Sequence([N.NFD(), N.StripAccents(), N.Lowercase()]), N.Sequence([N.Nmt(), N.NFKC(), N.Replace(Regex(" {2,}"), " "), N.Strip()]), N.Sequence([N.Strip(), N.ByteLevel(), N.Lowercase()]),
]
BEHAVIOURS = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
PRE_TOKENIZERS = [
    P.BertPreTokenizer(), P.ByteLevel(), P.ByteLevel(add_prefix_space=False), P.ByteLevel(add_prefix_space=False, use_regex=False), P.ByteLevel(trim_offsets=False), P.CharDelimiterSplit("a"), P.CharDelimiterSplit(" "), P.CharDelimiterSplit("京"),
    P.Digits(), P.Digits(individual_digits=True), P.FixedLength(), P.FixedLength(1), P.FixedLength(3), P.Whitespace(), P.WhitespaceSplit(), P.UnicodeScripts(), P.Punctuation(),
] + [P.Punctuation(behaviour) for behaviour in BEHAVIOURS] + [P.Metaspace(prepend_scheme=scheme, split=split) for scheme in ("always", "first", "never") for split in (True, False)] + [P.Metaspace("_")] + [
    P.Split(pattern, behaviour, invert=True) for pattern in (" ", "a", Regex(r"\p{L}+"), Regex(r"\d|[^\s\p{L}]+")) for behaviour in BEHAVIOURS
] + [
    P.Sequence([P.WhitespaceSplit(), P.Punctuation(), P.Digits(True)]), P.Sequence([P.UnicodeScripts(), P.Metaspace()]), P.Sequence([P.Split(Regex(r"\s+"), "removed", invert=True), P.FixedLength(2)]), P.Sequence([P.Split(Regex(r"\w+|\s"), "merged_with_previous", invert=True), P.Split("e", "contiguous", invert=True)]),
    P.Sequence([P.BertPreTokenizer(), P.CharDelimiterSplit("e"), P.Punctuation("merged_with_next")]), P.Sequence([P.Digits(), P.ByteLevel(add_prefix_space=True)]),
]
DECODERS = [
    D.BPEDecoder(), D.BPEDecoder("@@"), D.BPEDecoder("a"), D.ByteFallback(), D.ByteLevel(), D.CTC(), D.CTC("a", "|", True), D.CTC("<pad>", "x", False), D.CTC("ab", "b", True), D.Fuse(), D.Metaspace(), D.Metaspace(prepend_scheme="never"), D.Metaspace("_", "first"), D.Replace("▁", " "), D.Replace(Regex("a+"), "b"), D.Strip(" ", 1, 0),
    D.Strip("a", 2, 0), D.WordPiece(), D.WordPiece(cleanup=False), D.WordPiece("@@"), D.WordPiece(""), D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)]), D.Sequence([D.WordPiece(), D.Fuse(), D.Replace(" ", "")]), D.Sequence([D.BPEDecoder(), D.Fuse()]), D.Sequence([D.Fuse(), D.WordPiece()]), D.Sequence([D.ByteFallback(), D.CTC()]), D.Sequence([D.ByteLevel(), D.BPEDecoder("a")]),
]


def tokens():
    rng = random.Random("tokens")
    pieces = ["a", "ab", "##b", "##", "b</w>", "</w>", "a</w>", "x@@", "@@y", "▁a", "▁", "a▁b", "_x", "<0x41>", "<0xE5>", "<0x8F>", "<0xA4>", "<0xZZ>", "Ġthe", "ĠĊ", "é", "Ã", "©", "東", " ", "aa", "'", "n't", "do not", " '", "s", "'s", ".", ",", "?", "!", "|", "<pad>", "a|b", "x", "", "aaa ", "</w></w>", "don", " do", "'ve", "not"]
    return [[]] + [[piece] for piece in pieces] + [["a", "'", "s", "do", "not", "'", "ve", "."], ["b</w>", "##b"], ["a", "a", "a", "b"]] + [[rng.choice(pieces) for _ in range(rng.randrange(2, 9))] for _ in range(60)]


TOKENS = tokens()


def trained(model, trainer, pre_tokenizer=None, normalizer=None, corpus=CORPUS):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizer or P.WhitespaceSplit()
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator(corpus, trainer)
    return json.loads(tokenizer.to_str())


def changed(data, **settings):
    data = json.loads(json.dumps(data))
    for key, value in settings.items():
        if key in ("normalizer", "pre_tokenizer", "decoder", "post_processor"):
            data[key] = value
        else:
            data["model"][key] = value
    return data


def models():
    ascii_corpus = [line for line in CORPUS if line.isascii()]
    bpe = trained(M.BPE(unk_token="<unk>"), T.BpeTrainer(vocab_size=220, special_tokens=["<unk>"], show_progress=False))
    yield "BPE", bpe
    yield "BPE fused", changed(bpe, fuse_unk=True)
    yield "BPE without unknown", changed(bpe, unk_token=None)
    yield "BPE with an unknown that is missing", changed(bpe, unk_token="[UNK]")
    yield "BPE with an unknown that is missing, fused", changed(bpe, unk_token="[UNK]", fuse_unk=True)
    yield "BPE with an unknown that is missing, byte-level", changed(trained(M.BPE(), T.BpeTrainer(vocab_size=320, initial_alphabet=P.ByteLevel.alphabet(), show_progress=False), P.ByteLevel()), unk_token="<|endoftext|>")
    yield "BPE with an unknown that is missing, bytes", changed(bytes_added(bpe), unk_token="[UNK]", byte_fallback=True)
    yield "BPE with an unknown that is empty", changed(bpe, unk_token="")
    yield "BPE bytes", changed(bytes_added(bpe), byte_fallback=True, fuse_unk=True)
    yield "BPE some bytes", changed(bytes_added(bpe, (0xC3, 0xA9, 0xE6)), byte_fallback=True)
    yield "BPE whole words", changed(bpe, ignore_merges=True)
    suffix = trained(M.BPE(unk_token="<unk>", end_of_word_suffix="</w>"), T.BpeTrainer(vocab_size=260, special_tokens=["<unk>"], end_of_word_suffix="</w>", show_progress=False), P.BertPreTokenizer(), N.Lowercase())
    yield "BPE suffix", changed(suffix, decoder=part("decoder", D.BPEDecoder()))
    yield "BPE suffix, one word", changed(suffix, pre_tokenizer=None)
    prefix = trained(M.BPE(unk_token="<unk>", continuing_subword_prefix="##"), T.BpeTrainer(vocab_size=260, special_tokens=["<unk>"], continuing_subword_prefix="##", show_progress=False), P.BertPreTokenizer())
    yield "BPE prefix", changed(prefix, decoder=part("decoder", D.WordPiece()))
    yield "BPE prefix, bytes", changed(bytes_added(prefix), byte_fallback=True, fuse_unk=True)
    yield "BPE prefix, merges first", reordered(prefix, ["merges", "vocab", "continuing_subword_prefix"])
    both = trained(M.BPE(unk_token="<unk>", continuing_subword_prefix="@", end_of_word_suffix="$"), T.BpeTrainer(vocab_size=240, special_tokens=["<unk>"], continuing_subword_prefix="@", end_of_word_suffix="$", show_progress=False))
    yield "BPE prefix and suffix", both
    merges = changed(bpe)
    merges["model"]["merges"] = ["#version: 0.2"] + [" ".join(pair) for pair in bpe["model"]["merges"]]
    yield "BPE merges as lines of a merges.txt", merges
    untyped = changed(bpe)
    del untyped["model"]["type"]
    yield "BPE without a type", untyped
    level = trained(M.WordLevel(unk_token="[UNK]"), T.WordLevelTrainer(vocab_size=60, special_tokens=["[UNK]"], show_progress=False), P.Whitespace())
    yield "WordLevel", level
    missing = changed(level)
    missing["model"]["unk_token"] = "nothing"
    yield "WordLevel with an unknown that is missing", missing
    untyped = changed(level)
    del untyped["model"]["type"]
    yield "WordLevel without a type", untyped
    piece = trained(M.WordPiece(unk_token="[UNK]"), T.WordPieceTrainer(vocab_size=260, special_tokens=["[UNK]"], show_progress=False), P.BertPreTokenizer(), N.BertNormalizer())
    yield "WordPiece", changed(piece, decoder=part("decoder", D.WordPiece()))
    yield "WordPiece, words of 5", changed(piece, max_input_chars_per_word=5)
    yield "WordPiece, words of none", changed(piece, max_input_chars_per_word=0)
    yield "WordPiece without prefix", changed(piece, continuing_subword_prefix="")
    yield "WordPiece, another prefix", changed(piece, continuing_subword_prefix="##a")
    yield "WordPiece with an unknown that is missing", changed(piece, unk_token="nothing")
    yield "WordPiece, one word", changed(piece, pre_tokenizer=None, normalizer=None, max_input_chars_per_word=1000)
    untyped = changed(piece)
    del untyped["model"]["type"]
    yield "WordPiece without a type", untyped
    unigram = trained(M.Unigram(), T.UnigramTrainer(vocab_size=200, unk_token="<unk>", special_tokens=["<unk>", "</s>"], show_progress=False), P.Metaspace(), corpus=ascii_corpus * 3)
    unigram["decoder"] = part("decoder", D.Metaspace())
    yield "Unigram", unigram
    yield "Unigram, one word", changed(unigram, pre_tokenizer=None)
    yield "Unigram without unknown", changed(unigram, unk_id=None)
    yield "Unigram with another unknown", changed(unigram, unk_id=7)
    byte_pieces = [[f"<0x{byte:02X}>", 0.0] for byte in range(256)]
    yield "Unigram bytes", changed(unigram, vocab=unigram["model"]["vocab"] + byte_pieces, byte_fallback=True)
    yield "Unigram some bytes", changed(unigram, vocab=unigram["model"]["vocab"] + byte_pieces[0xC0:], byte_fallback=True)
    vocab = [["<unk>", 0], ["a", -1], ["b", -1.5], ["ab", -2.5], ["aa", -2], ["aaa", -3], ["", 5], ["ab", -2.25], ["é", -0.5], ["日本", -3], ["本", -1], ["<unk>a", -9], ["bb", -30], ["🇫🇮", -2], ["e\u0301", -1]]
    yield "Unigram of equal sums and of pieces twice", changed(unigram, vocab=vocab, pre_tokenizer=None, normalizer=None)
    yield "Unigram of one piece", changed(unigram, vocab=[["<unk>", 0]])
    for model in (level, piece, unigram):
        data = changed(model)
        yield data["model"]["type"] + " with added tokens", data | {"added_tokens": data["added_tokens"] + [{"id": 9000, "content": "river", "single_word": True, "lstrip": False, "rstrip": False, "normalized": True, "special": False}, {"id": 9001, "content": "<s>", "single_word": False, "lstrip": True, "rstrip": False, "normalized": False, "special": True}]}


def bytes_added(data, which=range(256)):
    data = json.loads(json.dumps(data))
    for byte in which:
        data["model"]["vocab"].setdefault(f"<0x{byte:02X}>", len(data["model"]["vocab"]))
    return data


def reordered(data, keys):
    data = json.loads(json.dumps(data))
    data["model"] = {key: data["model"][key] for key in keys} | {key: value for key, value in data["model"].items() if key not in keys}
    return data


def post_processors():
    template = lambda single, pair="$A $B": O.TemplateProcessing(single=single, pair=pair, special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    several = part("post_processor", template("[CLS] $A [SEP]"))
    several["special_tokens"]["[CLS]"] |= {"ids": [1, 3, 1], "tokens": ["[CLS]", "a", "[CLS]"]}
    bert, roberta = O.BertProcessing(("[SEP]", 2), ("[CLS]", 1)), O.RobertaProcessing(("[SEP]", 2), ("[CLS]", 1))
    return [part("post_processor", processor) for processor in (
        O.ByteLevel(), O.ByteLevel(trim_offsets=False), bert, roberta, O.RobertaProcessing(("[SEP]", 2), ("[CLS]", 1), trim_offsets=False, add_prefix_space=False), template("[CLS] $A [SEP]"), template("$A:0 [SEP]"), template("[CLS]"), template("$A $A"),
        O.Sequence([O.ByteLevel(), template("[CLS] $A [SEP]")]), O.Sequence([bert, roberta]), O.Sequence([template("[CLS] $A"), bert]), O.Sequence([template("[CLS] $A"), roberta]), O.Sequence([template("[CLS] $A"), template("$A [SEP]", "$B [SEP] $A")]),
        O.Sequence([template("[CLS] $A [SEP]"), template("$A")]), O.Sequence([]))] + [several]


def as_tokenizer(processor):
    vocab = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "b": 4}
    return {"version": "1.0", "added_tokens": [{"id": id, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True} for token, id in list(vocab.items())[:3]],
            "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": processor, "model": {"type": "WordLevel", "vocab": vocab, "unk_token": "[UNK]"}}


if __name__ == "__main__":
    print("tokenizers", __version__)
    data = {
        "texts": TEXTS,
        "normalizers": [{"part": part("normalizer", each), "texts": [each.normalize_str(text) for text in TEXTS]} for each in NORMALIZERS],
        "preTokenizers": [{"part": part("pre_tokenizer", each), "pieces": [[piece for piece, _ in each.pre_tokenize_str(text)] for text in TEXTS]} for each in PRE_TOKENIZERS],
        "tokens": TOKENS,
        "decoders": [{"part": part("decoder", each), "texts": [tried(lambda: each.decode(list(row))) for row in TOKENS]} for each in DECODERS],
        "models": [], "postProcessors": [],
    }
    for name, settings in models():
        tokenizer = Tokenizer.from_str(json.dumps(settings))
        ids = [tried(lambda: tokenizer.encode(text).ids) for text in TEXTS]
        data["models"].append({"name": name, "tokenizer": json.dumps(settings, ensure_ascii=False), "ids": ids, "decoded": [None if row is None else tokenizer.decode(row, skip_special_tokens=False) for row in ids]})
    for processor in post_processors():
        settings = as_tokenizer(processor)
        tokenizer = Tokenizer.from_str(json.dumps(settings))
        data["postProcessors"].append({"tokenizer": json.dumps(settings), "ids": [[tried(lambda: tokenizer.encode(text, add_special_tokens=special).ids) for special in (True, False)] for text in ("a b a", "", "[CLS] x b")]})
    with open(os.path.join(HERE, "components.json"), "w") as file:
        json.dump(data, file, ensure_ascii=False, separators=(",", ":"))
    print({name: len(value) for name, value in data.items()}, os.path.getsize(os.path.join(HERE, "components.json")), "bytes", sum(row is None for model in data["models"] for row in model["ids"]), "refusals")
