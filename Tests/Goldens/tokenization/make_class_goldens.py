"""Makes classes.json: folders whose tokenizer is told by its class alone (a SentencePiece model, vocab.txt, vocab.json and merges.txt), with what
transformers (5.24) makes of texts by them. The SentencePiece models are trained here (sentencepiece 0.2), in the form that the models of the class have.

Run it in this folder: python make_class_goldens.py
"""
import base64, json, os, tempfile
from tokenizers import Tokenizer, __version__, models, normalizers, pre_tokenizers, trainers
from transformers import AutoTokenizer
from make_folder_goldens import CONTENT, LINES, MERGES, NAMED, lines, model, pairs
from make_texts import CORPUS, TEXTS

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = {"ﬁ": "fi", "①": "1", "e\u0301": "é", "\u3000": " ", "\t": " ", "\n": " "}
MODELS = {
    "standard": model("unigram"), "standard with rules": model("unigram", RULES), "no special pieces in front": model("unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1),
    "no special pieces in front, with rules": model("unigram", RULES, pad_id=0, eos_id=1, unk_id=2, bos_id=-1),
    "ALBERT": model("unigram", RULES, pad_id=0, unk_id=1, bos_id=-1, eos_id=-1, control_symbols=["[CLS]", "[SEP]"], user_defined_symbols=["[MASK]", "(", ")", "-", ".", '"']),
    "XLNet": model("unigram", RULES, unk_id=0, bos_id=1, eos_id=2, control_symbols=["<cls>", "<sep>", "<pad>", "<mask>", "<eod>"], user_defined_symbols=["<eop>", ".", "(", ")", '"', "-", "–", "£", "€"]),
    "DeBERTa": model("unigram", pad_id=0, bos_id=1, eos_id=2, unk_id=3, pad_piece="[PAD]", bos_piece="[CLS]", eos_piece="[SEP]", unk_piece="[UNK]"),
    "BigBird": model("unigram", pad_id=0, eos_id=1, bos_id=2, unk_id=3, user_defined_symbols=["[CLS]", "[SEP]", "[MASK]"]),
    "Gemma": model("bpe", byte_fallback=True, pad_id=0, eos_id=1, bos_id=2, unk_id=3, user_defined_symbols=["<mask>", "\n", "\n\n", "▁▁", "▁▁▁", "<h1>"], control_symbols=["<start_of_turn>", "<end_of_turn>"]),
    "Gemma without bytes": model("bpe", pad_id=0, eos_id=1, bos_id=2, unk_id=3, vocab_size=120),
}


def spm(of, tokenizer_class, name="tokenizer.model", **settings):
    model_type = settings.pop("model_type", None)
    files = {name: "@" + of}
    if tokenizer_class: files["tokenizer_config.json"] = json.dumps({"tokenizer_class": tokenizer_class} | settings)
    if model_type: files["config.json"] = json.dumps({"model_type": model_type})
    return files


def clip():
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    trainer = trainers.BpeTrainer(vocab_size=700, end_of_word_suffix="</w>", initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    trained = json.loads(tokenizer.to_str())["model"]
    # As CLIP's own: every byte by itself, and at the end of a word.
    words = list(trained["vocab"]) + [letter + "</w>" for letter in sorted(pre_tokenizers.ByteLevel.alphabet()) if letter + "</w>" not in trained["vocab"]] + ["<|startoftext|>", "<|endoftext|>"]
    return {"vocab.json": json.dumps({word: id for id, word in enumerate(words)}), "merges.txt": "#version: 0.2\n" + "".join(" ".join(merge) + "\n" for merge in trained["merges"])}


CLIP = clip()
MPNET = "<s>\n<pad>\n</s>\n<mask>\n" + LINES
FUNNEL = LINES.replace("[PAD]", "<pad>").replace("[UNK]", "<unk>").replace("[CLS]", "<cls>").replace("[SEP]", "<sep>").replace("[MASK]", "<mask>")
FOLDERS = {
    "T5": spm("no special pieces in front", "T5Tokenizer"), "T5 with rules": spm("no special pieces in front, with rules", "T5Tokenizer", "spiece.model"), "T5 by the model's type": spm("no special pieces in front", None, "spiece.model", model_type="mt5"),
    "T5, few extra tokens": spm("no special pieces in front", "T5TokenizerFast", extra_ids=3), "T5, tokens of the person": spm("no special pieces in front", "T5Tokenizer", additional_special_tokens=["<a>"], extra_ids=0),
    "Gemma": spm("Gemma", "GemmaTokenizer", add_bos_token=True), "Gemma by the model's type": spm("Gemma", None, model_type="gemma2"), "Gemma without bytes": spm("Gemma without bytes", "GemmaTokenizerFast", add_bos_token=True, add_eos_token=True),
    "Gemma, described tokens": spm("Gemma", "GemmaTokenizer", add_bos_token=True, added_tokens_decoder={"2": CONTENT("<bos>", special=True), "4": CONTENT("<mask>", special=False), "106": CONTENT("<start_of_turn>", special=True)}),
    "ALBERT": spm("ALBERT", "AlbertTokenizer", "spiece.model"), "ALBERT cased": spm("ALBERT", "AlbertTokenizer", do_lower_case=False, keep_accents=True), "ALBERT by the model's type": spm("ALBERT", None, "spiece.model", model_type="albert"),
    "XLNet": spm("XLNet", "XLNetTokenizer", "spiece.model"), "XLNet uncased": spm("XLNet", "XLNetTokenizer", do_lower_case=True), "XLNet from a plain model": spm("standard", "XLNetTokenizer"),
    "mBART": spm("standard", "MBartTokenizer", "sentencepiece.bpe.model"), "mBART, from Finnish": spm("standard with rules", "MBartTokenizer", src_lang="fi_FI"), "mBART 50": spm("standard with rules", "MBart50Tokenizer", "sentencepiece.bpe.model", src_lang="de_DE"),
    "XLM-R": spm("standard", "XLMRobertaTokenizer", "sentencepiece.bpe.model"), "XLM-R with rules": spm("standard with rules", "XLMRobertaTokenizer", mask_token=NAMED("<mask>", lstrip=True)), "XLM-R by the model's type": spm("standard", None, "sentencepiece.bpe.model", model_type="xlm-roberta"),
    "XLM-R, no space before": spm("standard", "XLMRobertaTokenizerFast", add_prefix_space=False), "CamemBERT": spm("standard with rules", "CamembertTokenizer", "sentencepiece.bpe.model"), "CamemBERT, no space before": spm("standard", "CamembertTokenizer", add_prefix_space=False),
    "DeBERTa 2": spm("DeBERTa", "DebertaV2Tokenizer", "spm.model"), "DeBERTa 2 uncased": spm("DeBERTa", "DebertaV2Tokenizer", do_lower_case=True, split_by_punct=True), "DeBERTa 2, no space before": spm("DeBERTa", "DebertaV2Tokenizer", add_prefix_space=False), "DeBERTa 2 from a plain model": spm("standard", "DebertaV2Tokenizer"),
    "BigBird": spm("BigBird", "BigBirdTokenizer", "spiece.model"), "BigBird by the model's type": spm("BigBird", None, "spiece.model", model_type="big_bird"), "BigBird, no space before": spm("BigBird", "BigBirdTokenizer", add_prefix_space=False),
    "Pegasus": spm("no special pieces in front", "PegasusTokenizer", "spiece.model"), "Pegasus with rules": spm("no special pieces in front, with rules", "PegasusTokenizer", "spiece.model"), "Pegasus, named masks": spm("no special pieces in front", "PegasusTokenizer", mask_token="<mask_2>", mask_token_sent="<mask_1>", offset=20),
    "BART": pairs(tokenizer_config={"tokenizer_class": "BartTokenizer"}), "Longformer": pairs(tokenizer_config={"tokenizer_class": "LongformerTokenizerFast"}), "LED": pairs(tokenizer_config={"tokenizer_class": "LEDTokenizer"}), "MVP": pairs(tokenizer_config={"tokenizer_class": "MvpTokenizer"}),
    "BART by the model's type": pairs(config={"model_type": "bart"}), "DeBERTa": pairs(tokenizer_config={"tokenizer_class": "DebertaTokenizer"}), "DeBERTa, a space before": pairs(tokenizer_config={"tokenizer_class": "DebertaTokenizerFast", "add_prefix_space": True}),
    "CodeGen": pairs(tokenizer_config={"tokenizer_class": "CodeGenTokenizer"}), "Blenderbot": pairs(tokenizer_config={"tokenizer_class": "BlenderbotTokenizer"}), "Blenderbot, no space before": pairs(tokenizer_config={"tokenizer_class": "BlenderbotTokenizer", "add_prefix_space": False}),
    "GPT-Neo by the model's type": pairs(config={"model_type": "gpt_neo"}), "CLIP": CLIP | {"tokenizer_config.json": json.dumps({"tokenizer_class": "CLIPTokenizer"})}, "CLIP by the model's type": CLIP | {"config.json": json.dumps({"model_type": "clip"})},
    "DistilBERT": lines(tokenizer_config={"tokenizer_class": "DistilBertTokenizer"}), "ELECTRA by the model's type": lines(config={"model_type": "electra"}), "LayoutLM": lines(tokenizer_config={"tokenizer_class": "LayoutLMTokenizerFast", "do_lower_case": False}), "DPR": lines(tokenizer_config={"tokenizer_class": "DPRQuestionEncoderTokenizer"}),
    "MPNet": lines(MPNET, tokenizer_config={"tokenizer_class": "MPNetTokenizer"}), "MPNet cased": lines(MPNET, tokenizer_config={"tokenizer_class": "MPNetTokenizerFast", "do_lower_case": False, "strip_accents": True}), "MPNet by the model's type": lines(MPNET, config={"model_type": "mpnet"}),
    "Funnel": lines(FUNNEL, tokenizer_config={"tokenizer_class": "FunnelTokenizer"}), "Funnel, not cleaned": lines(FUNNEL, tokenizer_config={"tokenizer_class": "FunnelTokenizer", "clean_text": False}),
}
# Plain and decoded ones are made of the first of them.
SAMPLES = [
    "<s>a</s> <pad>", "the <mask> river <mask_1> <mask_2>", "[CLS] the [MASK] river [SEP]", "<extra_id_0> and <extra_id_99>", "en_XX fi_FI", "``quoted'' naïve Café", "<|startoftext|>a<|endoftext|>", "<h1>\n\n<start_of_turn>user", "a  b   c\td\n\ne", "42, 1,000 boats,", "<unk_2> <unk> [UNK]",
] + json.load(open(os.path.join(HERE, "awkward-texts.json"))) + TEXTS[1::14]
SAMPLES = [text[:90] for text in SAMPLES]

if __name__ == "__main__":
    known = {name: files["tokenizer.model"] for name, files in MODELS.items()} | {"vocab.json": pairs()["vocab.json"], "merges.txt": MERGES, "vocab.txt": LINES, "CLIP vocab.json": CLIP["vocab.json"], "CLIP merges.txt": CLIP["merges.txt"], "MPNet vocab.txt": MPNET, "Funnel vocab.txt": FUNNEL}
    rows = []
    for name, files in FOLDERS.items():
        with tempfile.TemporaryDirectory() as folder:
            for file, text in files.items():
                text = known[text[1:]] if text[0] == "@" else text
                open(os.path.join(folder, file), "wb").write(base64.b64decode(text[7:]) if text.startswith("base64:") else text.encode())
            t = AutoTokenizer.from_pretrained(folder)
            ids = [t.encode(text) for text in SAMPLES]
            rows.append({"name": name, "files": files, "size": len(t), "ids": ids, "plain": [t.encode(text, add_special_tokens=False) for text in SAMPLES[:10]],
                         "decoded": [t.decode(row, clean_up_tokenization_spaces=False) for row in ids[:30]], "skipped": [t.decode(row, skip_special_tokens=True, clean_up_tokenization_spaces=False) for row in ids[:10]]})
    with open(os.path.join(HERE, "classes.json"), "w") as file:
        # The same vocabularies over and over are kept once.
        for row in rows:
            row["files"] = {name: next(("@" + key for key, whole in known.items() if whole == text), text) for name, text in row["files"].items()}
        json.dump({"vocabularies": known, "texts": SAMPLES, "folders": rows}, file, ensure_ascii=False, separators=(",", ":"))
    print("tokenizers", __version__, len(rows), "folders", os.path.getsize(os.path.join(HERE, "classes.json")), "bytes")
