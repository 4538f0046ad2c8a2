"""Makes chats.json: folders with a tokenizer and a chat template in the forms in which people have them, and what transformers (5.24) makes of a
chat with AutoTokenizer's apply_chat_template.

Run it in this folder: python make_chat_goldens.py
"""
import json, os, tempfile
from tokenizers import Tokenizer, models, pre_tokenizers, decoders
from transformers import AutoTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
SHOWN = "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{{ eos_token }}{% endfor %}"
NAMES = "{{ bos_token }}|{{ eos_token }}|{{ unk_token }}|{{ pad_token }}|{{ sep_token }}|{{ cls_token }}|{{ mask_token }}"
WHOLE = "{% for m in messages %}{{ m | tojson }}\n{% endfor %}{{ tools | tojson }}{{ documents | tojson }}{{ add_generation_prompt }}"
ROLES = "{% for m in messages %}[{{ m.role }}{% if m.name %} {{ m.name }}{% endif %}{% if m.tool_call_id %}#{{ m.tool_call_id }}{% endif %}]{% if m.reasoning_content %}(why: {{ m.reasoning_content }}){% endif %}{% if m.thinking %}(thinking: {{ m.thinking }}){% endif %}{% if m.tool_calls %}{% for t in m.tool_calls %}<call>{{ t.function.name }} {{ t.function.arguments|tojson }}</call>{% endfor %}{% endif %}{% if m.content is string %}{{ m.content }}{% elif m.content is defined %}{% for p in m.content %}{{ p.text if p.type == 'text' else '<' + p.type + '>' }}{% endfor %}{% else %}-{% endif %}</s>{% endfor %}"
HI = [{"role": "user", "content": "hi"}]
CALL = [{"role": "user", "content": "temp?"}, {"role": "assistant", "content": None, "reasoning_content": "ask", "tool_calls": [{"id": "a1", "type": "function", "function": {"name": "get", "arguments": {"city": "Oslo", "n": 1.0, "deep": [{"x": None}]}}}]}, {"role": "tool", "tool_call_id": "a1", "name": "get", "content": "21"}]
FAST = {"tokenizer_class": "PreTrainedTokenizerFast"}
BOTH = {"bos_token": "<s>", "eos_token": "</s>"}
TOKEN = {"content": "</s>", "lstrip": False, "rstrip": False, "normalized": False, "single_word": False}
TOOLS = [{"type": "function", "function": {"name": "get", "description": "d", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]

# name: (files, chat, variables)
CASES = {
    "tokens from special_tokens_map.json": ({"tokenizer_config.json": {**FAST, "chat_template": SHOWN}, "special_tokens_map.json": {"bos_token": "<s>", "eos_token": TOKEN}}, HI, {}),
    "special_tokens_map.json beside other names": ({"tokenizer_config.json": {**FAST, "bos_token": "<a>", "eos_token": "<b>", "chat_template": SHOWN}, "special_tokens_map.json": {"bos_token": "<s>"}}, HI, {}),
    "special_tokens_map.json beside described tokens": ({"tokenizer_config.json": {**FAST, "bos_token": "<a>", "added_tokens_decoder": {"0": {**TOKEN, "content": "<a>", "special": True}}, "chat_template": SHOWN}, "special_tokens_map.json": {"bos_token": "<s>", "eos_token": "</s>"}}, HI, {}),
    "special_tokens_map.json with a token of its own": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": "{{ boi_token }}" + SHOWN}, "special_tokens_map.json": {"boi_token": "<boi>"}}, HI, {}),
    "special_tokens_map.json with additional tokens": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": SHOWN}, "special_tokens_map.json": {"additional_special_tokens": ["<x>", "<y>"], "pad_token": "<p>"}}, HI, {}),
    "extra tokens as an object": ({"tokenizer_config.json": {**FAST, **BOTH, "extra_special_tokens": {"image_token": "<img>", "boi_token": "<boi>"}, "chat_template": "{{ image_token }}{{ boi_token }}" + SHOWN}}, HI, {}),
    "extra tokens as an object of tokens": ({"tokenizer_config.json": {**FAST, **BOTH, "extra_special_tokens": {"audio_token": "<aud>"}, "image_token": "<img>", "chat_template": "{{ image_token }}{{ audio_token }}" + SHOWN}}, HI, {}),
    "extra tokens as a list": ({"tokenizer_config.json": {**FAST, **BOTH, "extra_special_tokens": ["<x>"], "chat_template": SHOWN}}, HI, {}),
    "a template in its own file": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": "other"}, "chat_template.jinja": SHOWN}, HI, {}),
    "several templates in a list": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": [{"name": "default", "template": SHOWN}, {"name": "tool_use", "template": "tools! " + SHOWN}, {"name": "rag", "template": "r"}]}}, HI, {}),
    "several templates in a list, with tools": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": [{"name": "default", "template": SHOWN}, {"name": "tool_use", "template": "tools {{ tools|length }} " + SHOWN}]}}, {"messages": HI, "tools": TOOLS}, {}),
    "templates in a folder": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": SHOWN, "additional_chat_templates/tool_use.jinja": "T{{ tools[0].function.name }}" + SHOWN}, {"messages": HI, "tools": TOOLS}, {}),
    "calls of tools": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": ROLES}, CALL, {}),
    "calls of tools, whole": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": WHOLE}, CALL, {}),
    "content as parts": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": ROLES}, [{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "image"}, {"type": "text", "text": " you"}]}, {"role": "assistant", "content": "é"}], {}),
    "content as parts, whole": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": WHOLE}, [{"content": [{"text": "Hi", "type": "text"}], "role": "user", "weight": 0.5, "n": 3, "flag": True, "null": None}], {}),
    "content null": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": ROLES}, [{"role": "user", "content": "a"}, {"role": "assistant", "content": None, "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": "{}"}}]}], {}),
    "reasoning under another name": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": ROLES}, [{"role": "user", "content": "a"}, {"role": "assistant", "reasoning": "r", "content": "b"}], {}),
    "thinking": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": ROLES + WHOLE}, [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "thinking": "t"}], {}),
    "names of speakers": ({"tokenizer_config.json": {**FAST, **BOTH}, "chat_template.jinja": ROLES}, [{"role": "user", "name": "Ada", "content": "a"}], {}),
    "messages in an object": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": SHOWN}}, {"messages": HI}, {}),
    "messages and tools": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": WHOLE}}, {"messages": HI, "tools": TOOLS}, {}),
    "messages and documents": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": WHOLE}}, {"messages": HI, "documents": [{"title": "t", "text": "x"}]}, {}),
    "a variable of the person's": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": SHOWN + "{% if enable_thinking is defined and enable_thinking is false %}<think></think>{% endif %}"}}, HI, {"enable_thinking": False}),
    "variables of other kinds": ({"tokenizer_config.json": {**FAST, **BOTH, "chat_template": "{{ a }}{{ b }}{{ c }}{{ d|tojson }}{{ bos_token }}"}}, HI, {"a": 3, "b": 0.5, "c": "text", "d": {"k": [1, None]}, "bos_token": "<other>"}),
    "a null name keeps the class's token away": ({"tokenizer_config.json": {"tokenizer_class": "GPT2Tokenizer", "bos_token": None, "chat_template": NAMES}}, HI, {}),
    "a class beside names": ({"tokenizer_config.json": {"tokenizer_class": "GPT2Tokenizer", "bos_token": "<s>", "chat_template": NAMES}}, HI, {}),
    "a class in config.json": ({"tokenizer_config.json": {"chat_template": NAMES}, "config.json": {"model_type": "gpt2"}}, HI, {}),
    "a model type of another class": ({"tokenizer_config.json": {"tokenizer_class": "GPT2Tokenizer", "chat_template": NAMES}, "config.json": {"model_type": "llama"}}, HI, {}),
    "a model type with the class misnamed": ({"tokenizer_config.json": {"tokenizer_class": "LlamaTokenizer", "chat_template": NAMES}, "config.json": {"model_type": "qwen2"}}, HI, {}),
    "a LlamaTokenizer that is byte-level": ({"tokenizer_config.json": {"tokenizer_class": "LlamaTokenizerFast", "chat_template": NAMES}, "config.json": {"model_type": "llama"}}, HI, {}),
    "no tokenizer_config.json": ({"chat_template.jinja": NAMES, "config.json": {"model_type": "gpt_neox"}}, HI, {}),
}
for cls in ["GPT2Tokenizer", "GPT2TokenizerFast", "GPTNeoXTokenizer", "GPTNeoXTokenizerFast", "Qwen2Tokenizer", "Qwen2TokenizerFast", "GemmaTokenizer", "CohereTokenizer", "CodeGenTokenizer", "WhisperTokenizer", "BertTokenizer", "RobertaTokenizer", "BloomTokenizerFast", "TokenizersBackend", "T5Tokenizer"]:
    CASES["the class " + cls] = ({"tokenizer_config.json": {"tokenizer_class": cls, "chat_template": NAMES}}, HI, {})


def tokenizer():
    made = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    return made.to_str()


def main():
    text, entries = tokenizer(), []
    for name, (files, chat, variables) in CASES.items():
        entry = {"name": name, "files": {k: v if isinstance(v, str) else json.dumps(v) for k, v in files.items()}, "chat": json.dumps(chat), "variables": json.dumps(variables)}
        with tempfile.TemporaryDirectory() as folder:
            open(os.path.join(folder, "tokenizer.json"), "w").write(text)
            for file, content in entry["files"].items():
                os.makedirs(os.path.dirname(os.path.join(folder, file)), exist_ok=True)
                open(os.path.join(folder, file), "w").write(content)
            beside = {k: v for k, v in chat.items() if k != "messages"} if isinstance(chat, dict) else {}
            messages = chat["messages"] if isinstance(chat, dict) else chat
            try:
                opened = AutoTokenizer.from_pretrained(folder)
                entry["texts"] = [opened.apply_chat_template(messages, tokenize=False, add_generation_prompt=p, **beside, **variables) for p in (False, True)]
            except Exception as error:
                print(name, type(error).__name__, str(error)[:200])
                continue
        entries.append(entry)
    json.dump({"tokenizer": text, "entries": entries}, open(os.path.join(HERE, "chats.json"), "w"), indent=0, ensure_ascii=False)
    print(len(entries))


main()
