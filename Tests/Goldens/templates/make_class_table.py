"""Writes ClassSpecialTokens+Table.swift: the special tokens that transformers' tokenizer classes have where no file names them, and which class a
model type has. Run it in this folder with transformers (5.24) installed: python make_class_table.py
"""
import inspect, json, os
import transformers
from transformers.models.auto import tokenization_auto as auto

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "../../../Sources/ParallaxText/Templates/ClassSpecialTokens+Table.swift")
NAMES = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]


def defaults(cls):
    for base in cls.__mro__:
        if "__init__" in vars(base):
            found = {}
            for parameter in inspect.signature(base.__init__).parameters.values():
                if parameter.name in NAMES and isinstance(parameter.default, str): found[parameter.name] = parameter.default
            return found
    return {}


def main():
    names = {n for n in dir(transformers) if n.endswith("Tokenizer")} | {n.removesuffix("Fast") for n in dir(transformers) if n.endswith("TokenizerFast")}
    names |= {v.removesuffix("Fast") for v in auto.TOKENIZER_MAPPING_NAMES.values() if v}
    classes = {}
    for name in sorted(names):
        try:
            cls = auto.tokenizer_class_from_name(name)
            tokens = defaults(cls) if cls is not None and cls.__name__ not in ("TokenizersBackend", "PythonBackend", "PreTrainedTokenizerFast") else {}
        except Exception:
            continue
        if tokens and all(ord(c) >= 0x20 for t in tokens.values() for c in t): classes[name] = {k: tokens[k] for k in NAMES if k in tokens}
    types = {k: v.removesuffix("Fast") for k, v in sorted(auto.TOKENIZER_MAPPING_NAMES.items()) if v}
    wrong = sorted(auto.MODELS_WITH_INCORRECT_HUB_TOKENIZER_CLASS)
    lines = ["/// Written by make_class_table.py from transformers " + transformers.__version__ + ": do not edit.", "extension ClassSpecialTokens {",
             "    /// A class a line: its name, and the special tokens that it has where no file names them.", '    static let standardTokens = #"""']
    lines += ["        " + name + " " + json.dumps(tokens, ensure_ascii=True) for name, tokens in classes.items()]
    lines += ['        """#', "", "    /// The class that a model type has, and after it the model types that have the same.", '    static let modelTypes = """']
    by = {}
    for kind, cls in types.items(): by.setdefault(cls, []).append(kind)
    lines += ["        " + cls + " " + " ".join(kinds) for cls, kinds in sorted(by.items())]
    lines += ['        """', "", "    /// Model types whose published folders name a class that is not theirs.", '    static let misnamed = """', "        " + " ".join(wrong), '        """', "}", ""]
    open(OUT, "w").write("\n".join(lines))


main()
