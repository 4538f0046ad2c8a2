"""Makes folders.json: folders without a tokenizer.json (vocab.json and merges.txt, vocab.txt), with what transformers (5.24) makes of texts by them.
tokenizer.model is a SentencePiece model, which is trained here (sentencepiece 0.2); it stands in the file as "base64:…".

Run it in this folder: python make_folder_goldens.py
"""
import base64, json, os, sentencepiece, tempfile
from tokenizers import __version__
from transformers import AutoTokenizer, GPT2Tokenizer
from make_texts import CORPUS, TEXTS

HERE = os.path.dirname(os.path.abspath(__file__))
BPE = json.load(open(os.path.join(HERE, "qwen", "tokenizer.json")))["model"]
MERGES = "#version: 0.2\n" + "".join((merge if isinstance(merge, str) else " ".join(merge)) + "\n" for merge in BPE["merges"])
PIECES = [form for form in json.load(open(os.path.join(HERE, "real-forms.json")))["forms"] if form["name"] == "BERT uncased"][0]
WORDS = sorted(json.loads(PIECES["tokenizer"])["model"]["vocab"].items(), key=lambda item: item[1])
LINES = "".join(word + "\n" for word, _ in WORDS)
CONTENT = lambda content, **flags: {"content": content, "lstrip": False, "rstrip": False, "normalized": False, "single_word": False} | flags

# In tokenizer_config.json a token says that it is one.
NAMED = lambda content, **flags: {"__type": "AddedToken"} | CONTENT(content, **flags)


def pairs(**files):
    return {"vocab.json": json.dumps(BPE["vocab"]), "merges.txt": MERGES} | {name + ".json": json.dumps(value) for name, value in files.items()}


def lines(text=LINES, **files):
    return {"vocab.txt": text} | {name + ".json": json.dumps(value) for name, value in files.items()}


def model(kind, rules={}, files={}, **settings):
    """A SentencePiece model; the rules of its normalizer are few, as those of NFKC take 300 kB."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, table = os.path.join(folder, "corpus.txt"), os.path.join(folder, "rules.tsv")
        open(corpus, "w").write("\n".join(line for line in CORPUS * 4 if line.isascii() or "café" in line))
        open(table, "w").write("".join(" ".join(f"{ord(c):X}" for c in left) + "\t" + " ".join(f"{ord(c):X}" for c in right) + "\n" for left, right in rules.items()))
        normalization = {"normalization_rule_tsv": table} if rules else {"normalization_rule_name": "identity"}
        sentencepiece.SentencePieceTrainer.train(input=corpus, model_prefix=os.path.join(folder, "m"), model_type=kind, minloglevel=2, hard_vocab_limit=False, **{"vocab_size": 420} | normalization | settings)
        data = open(os.path.join(folder, "m.model"), "rb").read()
    return {"tokenizer.model": "base64:" + base64.b64encode(data).decode()} | {name + ".json": json.dumps(value) for name, value in files.items()}


GPT2 = {"tokenizer_class": "GPT2Tokenizer"}
FOLDERS = {
    "nothing beside it": pairs(), "two pieces": {"vocab.json": '{"a":0,"b":1,"ab":2}', "merges.txt": "#version: 0.2\na b\n"}, "merges without a version": pairs() | {"merges.txt": MERGES.split("\n", 1)[1]},
    "lines that end as Windows ends them": pairs() | {"merges.txt": MERGES.replace("\n", "\r\n")},
    "by the model's type": pairs(config={"model_type": "gpt2"}), "OPT": pairs(config={"model_type": "opt"}), "the class": pairs(tokenizer_config=GPT2), "the fast class": pairs(tokenizer_config={"tokenizer_class": "GPT2TokenizerFast"}),
    "a space before": pairs(tokenizer_config=GPT2 | {"add_prefix_space": True}), "BOS": pairs(tokenizer_config=GPT2 | {"add_bos_token": True, "bos_token": "<s>"}), "BOS and EOS": pairs(tokenizer_config=GPT2 | {"add_bos_token": True, "add_eos_token": True}),
    "named tokens": pairs(tokenizer_config=GPT2 | {"bos_token": "<s>", "eos_token": NAMED("</s>", rstrip=True), "unk_token": "<unk>", "pad_token": None}),
    "a map of special tokens": pairs(tokenizer_config=GPT2, special_tokens_map={"bos_token": "<s>", "pad_token": CONTENT("<L>", lstrip=True), "additional_special_tokens": ["<a>", "<b>"]}),
    "a map without a configuration": pairs(config={"model_type": "gpt2"}, special_tokens_map={"bos_token": "<s>", "eos_token": "</s>"}),
    "a map that says otherwise": pairs(tokenizer_config=GPT2 | {"bos_token": "<R>"}, special_tokens_map={"bos_token": "<s>"}),
    "added tokens": pairs(tokenizer_config=GPT2, added_tokens={"<B>": 9001, "word": 9000, "<s>": 9002}, special_tokens_map={"bos_token": "<s>"}),
    "described tokens": pairs(tokenizer_config=GPT2 | {"added_tokens_decoder": {"9001": CONTENT("<s>", lstrip=True, special=True), "9000": CONTENT("word", single_word=True, special=False), "9002": CONTENT("<|endoftext|>", normalized=True, special=True)}, "bos_token": "<s>"}),
    "described tokens and a map": pairs(tokenizer_config=GPT2 | {"added_tokens_decoder": {"9001": CONTENT("<a>", special=True)}}, special_tokens_map={"bos_token": "<s>"}),
    "extra tokens": pairs(tokenizer_config=GPT2 | {"additional_special_tokens": ["<a>", NAMED("<b>", rstrip=True)]}),
    "Roberta": pairs(tokenizer_config={"tokenizer_class": "RobertaTokenizer"}), "Roberta, a space before": pairs(tokenizer_config={"tokenizer_class": "RobertaTokenizerFast", "add_prefix_space": True, "mask_token": NAMED("<mask>", lstrip=True)}),
    "Roberta by the model's type": pairs(config={"model_type": "roberta"}), "Qwen 2": pairs(tokenizer_config={"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|im_end|>"}), "NeoX": pairs(tokenizer_config={"tokenizer_class": "GPTNeoXTokenizer"}),
    "BERT": lines(tokenizer_config={"tokenizer_class": "BertTokenizer"}), "BERT by the model's type": lines(config={"model_type": "bert"}), "BERT cased": lines(tokenizer_config={"tokenizer_class": "BertTokenizer", "do_lower_case": False}),
    "BERT, accents and Chinese": lines(tokenizer_config={"tokenizer_class": "BertTokenizerFast", "strip_accents": False, "tokenize_chinese_chars": False}), "BERT, pieces twice": lines(LINES + "the\nriver \nlast", tokenizer_config={"tokenizer_class": "BertTokenizer"}),
    "SentencePiece BPE": model("bpe", byte_fallback=True), "SentencePiece BPE without bytes": model("bpe", vocab_size=120), "SentencePiece BPE with rules": model("bpe", {"ﬁ": "fi", "①": "1", "e\u0301": "é", "\u3000": " "}, byte_fallback=True),
    "SentencePiece Unigram": model("unigram"), "SentencePiece Unigram with bytes": model("unigram", byte_fallback=True), "SentencePiece Unigram with rules": model("unigram", {"ﬁ": "fi", "①": "1", "A": "a"}, files={"config": {"model_type": "llama"}}),
    "SentencePiece, symbols of the person": model("bpe", byte_fallback=True, user_defined_symbols=["<L>", "<a>", "<a><b>", "word", "\n\n", "a|b"], control_symbols=["<R>", "<B>"]),
    "SentencePiece Unigram, symbols of the person": model("unigram", user_defined_symbols=["<L>", "<a>", "<a><b>", "word"], control_symbols=["<R>"], files={"tokenizer_config": {"tokenizer_class": "PreTrainedTokenizerFast"}}),
    "SentencePiece, no space before": model("bpe", byte_fallback=True, add_dummy_prefix=False), "SentencePiece, spaces as they are": model("bpe", byte_fallback=True, remove_extra_whitespaces=False), "SentencePiece, not legacy": model("bpe", byte_fallback=True, files={"tokenizer_config": {"tokenizer_class": "TokenizersBackend", "legacy": False}}),
    "SentencePiece, other special tokens": model("unigram", pad_id=0, bos_id=-1, eos_id=1, unk_id=2, pad_piece="<pad>", unk_piece="<unknown>", eos_piece="</end>"), "SentencePiece, named tokens": model("bpe", byte_fallback=True, files={"tokenizer_config": {"tokenizer_class": "TokenizersBackend", "add_bos_token": True, "bos_token": "<B>", "add_eos_token": True}}),
    "SentencePiece, described tokens": model("bpe", byte_fallback=True, user_defined_symbols=["<x>", "<y>"], files={"tokenizer_config": {"tokenizer_class": "TokenizersBackend", "added_tokens_decoder": {"1": CONTENT("<s>", special=True), "3": CONTENT("<L>", special=True), "5": CONTENT("<a>", normalized=True, special=False)}}}),
    "Llama": model("bpe", byte_fallback=True, files={"tokenizer_config": {"tokenizer_class": "LlamaTokenizer", "add_bos_token": True}}), "Llama, plainly": model("bpe", byte_fallback=True, files={"tokenizer_config": {"tokenizer_class": "LlamaTokenizerFast"}}),
    "Llama, legacy": model("bpe", byte_fallback=True, user_defined_symbols=["<a>", "word"], files={"tokenizer_config": {"tokenizer_class": "LlamaTokenizer", "legacy": True, "add_eos_token": True}}),
    "Llama, no space before": model("bpe", byte_fallback=True, control_symbols=["<R>"], files={"tokenizer_config": {"tokenizer_class": "LlamaTokenizer", "add_prefix_space": False, "pad_token": "<pad>"}}),
    # What config.json says of the class, and types that stand for a class of their own.
    "Llama of a type that is none": model("bpe", byte_fallback=True, files={"tokenizer_config": {"tokenizer_class": "LlamaTokenizer"}, "config": {"model_type": "phi3"}}), "Llama of Mistral's type": model("bpe", byte_fallback=True, files={"config": {"model_type": "mistral", "tokenizer_class": "LlamaTokenizer"}}),
    "Llama by the model's configuration": model("bpe", byte_fallback=True, files={"config": {"model_type": "gemma", "tokenizer_class": "LlamaTokenizer"}}), "a type that nobody knows": model("bpe", byte_fallback=True, files={"config": {"model_type": "nobody"}}),
    "Llama beside a vocab.json": model("bpe", byte_fallback=True, files={"tokenizer_config": {"tokenizer_class": "LlamaTokenizer"}}) | {"vocab.json": json.dumps(BPE["vocab"])},
    "BERT by the model's configuration": lines(config={"model_type": "gpt2", "tokenizer_class": "BertTokenizer"}), "GPT-2 of Roberta's type": pairs(config={"model_type": "roberta", "tokenizer_class": "GPT2Tokenizer"}), "Roberta by the model's configuration": pairs(config={"tokenizer_class": "RobertaTokenizer"}),
    "BERT, other names": lines(tokenizer_config={"tokenizer_class": "BertTokenizer", "cls_token": "<s>", "sep_token": "</s>"}),
}
SAMPLES = TEXTS[::4] + ["<|endoftext|> a <s>b</s> <L>", "a <a> <b> <B>word swords", "[CLS] the [MASK] river [SEP]", "<mask> the last", "The naïve river's 42 boats", "ab aab"]

if __name__ == "__main__":
    rows = []
    for name, files in FOLDERS.items():
        with tempfile.TemporaryDirectory() as folder:
            for file, text in files.items():
                open(os.path.join(folder, file), "wb").write(base64.b64decode(text[7:]) if text.startswith("base64:") else text.encode())
            bare = "vocab.json" in files and not any(file.endswith("config.json") for file in files)
            t = (GPT2Tokenizer if bare else AutoTokenizer).from_pretrained(folder)
            ids = [t.encode(text) for text in SAMPLES]
            rows.append({"name": name, "files": files, "size": len(t), "ids": ids, "plain": [t.encode(text, add_special_tokens=False) for text in SAMPLES],
                         "decoded": [t.decode(row, clean_up_tokenization_spaces=False) for row in ids], "skipped": [t.decode(row, skip_special_tokens=True, clean_up_tokenization_spaces=False) for row in ids]})
    with open(os.path.join(HERE, "folders.json"), "w") as file:
        # The same vocabularies over and over are kept once.
        for row in rows:
            row["files"] = {name: "@" + name if text in (pairs()["vocab.json"], MERGES, LINES) else text for name, text in row["files"].items()}
        json.dump({"vocabularies": {"vocab.json": pairs()["vocab.json"], "merges.txt": MERGES, "vocab.txt": LINES}, "texts": SAMPLES, "folders": rows}, file, ensure_ascii=False, separators=(",", ":"))
    print("tokenizers", __version__, len(rows), "folders", os.path.getsize(os.path.join(HERE, "folders.json")), "bytes")
