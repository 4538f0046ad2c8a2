"""Makes published.json: the chat templates of published models (published/*.jinja, written after the checkpoints' own) through
transformers (5.24), rendered and tokenised by a tokenizer of their family's shape, which make_goldens.py has made.

Run it in this folder: python make_published_goldens.py
"""
import json, os
from datetime import datetime
from transformers import AutoTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
# Template → tokenizer.
TOKENIZERS = {"qwen2.5": "qwen", "qwen3": "qwen", "llama3.1": "llama3", "llama3.2": "llama3", "gemma2": "gemma", "gemma3": "gemma", "mistral": "tekken", "phi3": "sentencepiece", "phi4": "qwen"}
USER = {"role": "user", "content": "  Why is the river wide? "}
SYSTEM = {"role": "system", "content": "Be brief.\n"}
ANSWER = {"role": "assistant", "content": "<think>\nhm\n</think>\n\nIt rained. naïve 🙂"}
CHATS = {
    "a question": [USER], "with a system turn": [SYSTEM, USER], "three turns": [USER, ANSWER, {"role": "user", "content": "Don't\n\n\nyou know?"}],
    "system and three turns": [SYSTEM, USER, ANSWER, USER], "the answer last": [USER, ANSWER], "two questions": [USER, USER],
}

if __name__ == "__main__":
    entries = []
    for name, folder in TOKENIZERS.items():
        tokenizer = AutoTokenizer.from_pretrained(os.path.join(HERE, folder))
        tokenizer.chat_template = open(os.path.join(HERE, "published", f"{name}.jinja")).read()
        for chat, messages in CHATS.items():
            for prompt in (False, True):
                entry = {"template": name, "tokenizer": folder, "chat": chat, "messages": messages, "prompt": prompt}
                try:
                    text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=prompt)
                    ids = tokenizer.apply_chat_template(messages, tokenize=True, add_generation_prompt=prompt, return_dict=False)
                    # A day is no golden: the text is kept with a mark in the date's place, and no ids.
                    today = datetime.now().strftime("%d %b %Y")
                    entry |= {"rendered": text.replace(today, "DATE")} | ({} if today in text else {"ids": ids})
                except Exception as error:
                    entry["error"] = str(error)
                entries.append(entry)
    with open(os.path.join(HERE, "published.json"), "w") as file:
        json.dump(entries, file, indent=0)
    print({name: sum("error" in entry for entry in entries if entry["template"] == name) for name in TOKENIZERS}, "objections")
