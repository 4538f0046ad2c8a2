"""Makes real-forms.json: tokenizer files in the forms of published models, component for component as theirs, with small vocabularies; beside
each the ids and texts of tokenizers (0.23).

Run it in this folder: python make_real_forms.py (with tokenizers; sentencepiece for the rules of T5, ALBERT and XLNet)
"""
import json, os
from tokenizers import AddedToken, Regex, Tokenizer, __version__, decoders as D, models as M, normalizers as N, pre_tokenizers as P, processors as O, trainers as T
from make_component_goldens import TEXTS, small_charsmap
from make_texts import CORPUS

HERE = os.path.dirname(os.path.abspath(__file__))
ASCII = [line for line in CORPUS if line.isascii()] * 3
GPT4 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
DEEPSEEK = "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+"


def byte_level(cut, specials, post=None, normalizer=None, ignore_merges=False, added=(), unk=None):
    t = Tokenizer(M.BPE(ignore_merges=ignore_merges))
    t.normalizer = normalizer
    t.pre_tokenizer = cut
    t.decoder = D.ByteLevel()
    t.train_from_iterator(CORPUS, T.BpeTrainer(vocab_size=380, show_progress=False, initial_alphabet=P.ByteLevel.alphabet()))
    t.add_special_tokens([AddedToken(token, normalized=False) if isinstance(token, str) else token for token in specials])
    t.add_tokens(list(added))
    t.post_processor = post(t.token_to_id) if post else O.ByteLevel(trim_offsets=False)
    data = json.loads(t.to_str())
    if unk:
        data["model"]["unk_token"] = unk
    return data


def template(single, *tokens):
    return lambda id: O.TemplateProcessing(single=single, pair=single + " $B:1", special_tokens=[(token, id(token)) for token in tokens])


def split(pattern, behaviour="isolated", invert=False):
    return P.Sequence([P.Split(Regex(pattern), behaviour, invert=invert), P.ByteLevel(add_prefix_space=False, use_regex=False)])


def sentence_piece(bos, normalizer, pre_tokenizer, decoder, added=(), fuse=True, post=None):
    t = Tokenizer(M.BPE(byte_fallback=True, fuse_unk=fuse, unk_token="<unk>"))
    t.pre_tokenizer = P.Metaspace(prepend_scheme="never")
    specials = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)]
    t.train_from_iterator(ASCII, T.BpeTrainer(vocab_size=420, show_progress=False, special_tokens=specials))
    t.normalizer, t.pre_tokenizer, t.decoder = normalizer, pre_tokenizer, decoder
    t.add_tokens(list(added))
    t.post_processor = (post or template(f"{bos} $A", bos))(t.token_to_id)
    data = json.loads(t.to_str())
    data["added_tokens"] = [token for token in data["added_tokens"] if not token["content"].startswith("<0x")]
    return data


def word_piece(uncased):
    t = Tokenizer(M.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    t.normalizer = N.BertNormalizer(lowercase=uncased)
    t.pre_tokenizer = P.BertPreTokenizer()
    t.train_from_iterator(CORPUS, T.WordPieceTrainer(vocab_size=320, show_progress=False, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]))
    t.decoder = D.WordPiece()
    t.post_processor = template("[CLS] $A [SEP]", "[CLS]", "[SEP]")(t.token_to_id)
    return json.loads(t.to_str())


def unigram(normalizer, pre_tokenizer, specials, post, added=()):
    t = Tokenizer(M.Unigram())
    t.normalizer, t.pre_tokenizer = normalizer, pre_tokenizer
    t.train_from_iterator(ASCII, T.UnigramTrainer(vocab_size=220, show_progress=False, unk_token="<unk>", special_tokens=specials))
    t.add_tokens(list(added))
    t.decoder = D.Metaspace()
    t.post_processor = post(t.token_to_id)
    return json.loads(t.to_str())


def forms():
    end = "<|endoftext|>"
    llama_decoder = D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)])
    mask = AddedToken("<mask>", lstrip=True, normalized=False, special=True)
    yield "GPT-2", byte_level(P.ByteLevel(add_prefix_space=False), [end])
    yield "Pythia", byte_level(P.ByteLevel(add_prefix_space=False), [end, "<|padding|>"], lambda id: O.ByteLevel(trim_offsets=True), N.NFC(), added=[AddedToken(" " * n, normalized=True) for n in range(24, 1, -1)])
    yield "Llama 2", sentence_piece("<s>", N.Sequence([N.Prepend("▁"), N.Replace(" ", "▁")]), None, llama_decoder)
    yield "Llama 3", byte_level(split(GPT4), ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"], lambda id: O.Sequence([O.ByteLevel(trim_offsets=True), template("<|begin_of_text|> $A", "<|begin_of_text|>")(id)]), ignore_merges=True)
    yield "Qwen 2.5", byte_level(split(GPT4.replace("{1,3}", "")), [end, "<|im_start|>", "<|im_end|>"], normalizer=N.NFC(), added=[AddedToken("<tool_call>", normalized=False)])
    yield "Gemma 2", sentence_piece("<s>", N.Replace(" ", "▁"), P.Split(" ", "merged_with_previous"), D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse()]), added=[AddedToken("\n" * n, normalized=False) for n in range(1, 8)] + [AddedToken("▁" * n, normalized=False) for n in range(2, 8)])
    yield "Phi-4-mini", byte_level(split(O200K, "removed", invert=True), [end, AddedToken("<|user|>", rstrip=True, normalized=False), AddedToken("<|end|>", rstrip=True, normalized=False)], unk=end)
    yield "OLMo 2", byte_level(split(GPT4, "removed", invert=True), [end, "<|pad|>"], unk="<|unk|>")
    yield "StableLM 2", byte_level(split(GPT4, "removed", invert=True), [end, "<|im_start|>", "<|im_end|>"], normalizer=N.NFC())
    yield "BERT uncased", word_piece(True)
    yield "BERT cased", word_piece(False)
    yield "RoBERTa", byte_level(P.ByteLevel(add_prefix_space=False), ["<s>", "</s>", "<pad>", mask], lambda id: O.RobertaProcessing(("</s>", id("</s>")), ("<s>", id("<s>")), trim_offsets=True, add_prefix_space=False))
    yield "ModernBERT", byte_level(P.ByteLevel(add_prefix_space=False), ["[CLS]", "[SEP]", end], lambda id: O.TemplateProcessing(single="[CLS]:0 $A:0 [SEP]:0", pair="$A $B", special_tokens=[("[CLS]", id("[CLS]")), ("[SEP]", id("[SEP]"))]), N.NFC())
    yield "T5", unigram(N.Precompiled(small_charsmap()), P.Sequence([P.WhitespaceSplit(), P.Metaspace(prepend_scheme="always")]), ["<pad>", "</s>", "<unk>"], template("$A </s>", "</s>"), added=[AddedToken(f"<extra_id_{n}>", special=True, normalized=False) for n in range(3)])
    yield "ALBERT", unigram(N.Sequence([N.Replace("``", '"'), N.Replace("''", '"'), N.NFKD(), N.StripAccents(), N.Lowercase(), N.Precompiled(small_charsmap()), N.Replace(Regex(" {2,}"), " ")]), P.Sequence([P.WhitespaceSplit(), P.Metaspace()]), ["<pad>", "<unk>", "[CLS]", "[SEP]"], template("[CLS] $A [SEP]", "[CLS]", "[SEP]"))
    yield "XLNet", unigram(N.Sequence([N.Replace("``", '"'), N.Replace("''", '"'), N.NFKD(), N.StripAccents(), N.Precompiled(small_charsmap()), N.Replace(Regex(" {2,}"), " ")]), P.Metaspace(), ["<unk>", "<sep>", "<cls>"], template("$A:0 <sep>:0 <cls>:2", "<sep>", "<cls>"))
    yield "XLM-RoBERTa", unigram(N.Sequence([N.Precompiled(small_charsmap()), N.Strip(left=False, right=True), N.Replace(Regex(" {2,}"), "▁")]), P.Metaspace(prepend_scheme="always"), ["<s>", "<pad>", "</s>", "<unk>"], template("<s> $A </s>", "<s>", "</s>"), added=[mask])
    yield "Mistral", sentence_piece("<s>", None, P.Metaspace(prepend_scheme="first", split=False), llama_decoder, added=[AddedToken("[INST]", special=True), AddedToken("[/INST]", special=True)])
    yield "Mistral Nemo", byte_level(split(O200K.replace("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "").replace("{1,3}", "")), ["<unk>", "<s>", "</s>", "[INST]"], lambda id: template("<s> $A", "<s>")(id))
    yield "DeepSeek V3", byte_level(P.Sequence([P.Split(Regex(r"\p{N}{1,3}"), "isolated"), P.Split(Regex("[一-龥぀-ゟ゠-ヿ]+"), "isolated"), P.Split(Regex(DEEPSEEK), "isolated"), P.ByteLevel(add_prefix_space=False, use_regex=False)]), ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>"], template("<｜begin▁of▁sentence｜> $A", "<｜begin▁of▁sentence｜>"), N.Sequence([]))
    yield "SmolLM", byte_level(P.Sequence([P.Digits(individual_digits=True), P.ByteLevel(add_prefix_space=False, use_regex=True)]), [end, "<|im_start|>", "<|im_end|>"])
    yield "StarCoder", byte_level(P.Sequence([P.Digits(True), P.ByteLevel(add_prefix_space=False)]), [end, "<fim_prefix>"])
    yield "Falcon", byte_level(P.Sequence([P.Punctuation("contiguous"), P.ByteLevel(add_prefix_space=False), P.Digits(False), P.Split(Regex("[0-9][0-9][0-9]"), "isolated")]), [">>TITLE<<", end])
    yield "BLOOM", byte_level(P.Sequence([P.Split(Regex(" ?[^(\\s|[.,!?…。，、।۔،])]+"), "isolated"), P.ByteLevel(add_prefix_space=False, use_regex=False)]), ["<unk>", "<s>", "</s>", "<pad>"])
    yield "CLIP", clip()


def clip():
    t = Tokenizer(M.BPE(unk_token="<|endoftext|>", end_of_word_suffix="</w>", continuing_subword_prefix=""))
    t.normalizer = N.Sequence([N.NFC(), N.Replace(Regex(r"\s+"), " "), N.Lowercase()])
    t.pre_tokenizer = P.Sequence([P.Split(Regex(r"""<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""), "removed", invert=True), P.ByteLevel(add_prefix_space=False)])
    t.train_from_iterator(CORPUS, T.BpeTrainer(vocab_size=600, show_progress=False, end_of_word_suffix="</w>", initial_alphabet=P.ByteLevel.alphabet(), special_tokens=["<|startoftext|>", "<|endoftext|>"]))
    t.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    t.decoder = D.ByteLevel()
    t.post_processor = O.RobertaProcessing(("<|endoftext|>", t.token_to_id("<|endoftext|>")), ("<|startoftext|>", t.token_to_id("<|startoftext|>")), trim_offsets=False, add_prefix_space=False)
    return json.loads(t.to_str())


if __name__ == "__main__":
    print("tokenizers", __version__)
    texts = TEXTS[:40] + TEXTS[40:78:2] + TEXTS[78:] + ["<s>a</s><|endoftext|> b", "<|user|> \n hi<|end|>\n", "[CLS] a [MASK]<mask> <extra_id_1>", "a <|im_start|>user\n\n\n\nx", "▁▁▁a    b"]
    rows = []
    for name, data in forms():
        t = Tokenizer.from_str(json.dumps(data))
        ids = [t.encode(text).ids for text in texts]
        rows.append({"name": name, "tokenizer": json.dumps(data, ensure_ascii=False), "ids": ids, "plain": [t.encode(text, add_special_tokens=False).ids for text in texts],
                     "decoded": [t.decode(row, skip_special_tokens=False) for row in ids], "skipped": [t.decode(row) for row in ids]})
    with open(os.path.join(HERE, "real-forms.json"), "w") as file:
        json.dump({"texts": texts, "forms": rows}, file, ensure_ascii=False, separators=(",", ":"))
    print(len(rows), "forms", os.path.getsize(os.path.join(HERE, "real-forms.json")), "bytes")
