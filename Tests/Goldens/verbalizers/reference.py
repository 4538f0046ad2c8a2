"""What `transformers` in float32 makes of an NLA folder: the plain reading of the protocol, one sequence at a time."""
from pathlib import Path

import torch
import yaml
from safetensors.torch import load_file
from transformers import AutoConfig, AutoTokenizer, Gemma3ForConditionalGeneration, LlamaForCausalLM, Qwen2ForCausalLM

OPENING, CLOSING = "<explanation>", "</explanation>"
torch.set_num_threads(1)
torch.set_grad_enabled(False)


CLASSES = {"llama": LlamaForCausalLM, "qwen2": Qwen2ForCausalLM, "gemma3": Gemma3ForConditionalGeneration}


def language_model(folder: Path):
    return CLASSES[AutoConfig.from_pretrained(folder).model_type].from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def sidecar(folder: Path):
    return yaml.safe_load((folder / "nla_meta.yaml").read_text())


def either(mapping, *names):
    return next(mapping[name] for name in names if name in mapping)


def scale(raw, d):
    return d**0.5 if raw == "sqrt_d_model" else float(raw)


def explanation(raw: str) -> str:
    after = raw.split(OPENING, 1)[1] if OPENING in raw else raw
    return after.split(CLOSING, 1)[0].strip()


class Verbalizer:
    def __init__(self, folder: Path):
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = language_model(folder)
        meta = sidecar(folder)
        tokens = meta["tokens"]
        self.scale = scale(meta["extraction"]["injection_scale"], meta["d_model"])
        content = either(meta["prompt_templates"], "av", "actor").format(injection_char=tokens["injection_char"])
        self.prompt = self.tokenizer.apply_chat_template(
            [{"role": "user", "content": content}], tokenize=True, add_generation_prompt=True, return_dict=False)
        assert self.tokenizer.encode(tokens["injection_char"], add_special_tokens=False) == [tokens["injection_token_id"]]
        assert self.prompt.count(tokens["injection_token_id"]) == 1
        self.at = self.prompt.index(tokens["injection_token_id"])
        assert (self.prompt[self.at - 1], self.prompt[self.at + 1]) == (tokens["injection_left_neighbor_id"], tokens["injection_right_neighbor_id"])
        end = self.model.config.eos_token_id
        self.ends = set(end if isinstance(end, list) else [end])

    def embeddings(self, vector, generated):
        """vector [d], or None for no activation at all (a row of zeros at the marker): [1, T, d]."""
        rows = self.model.get_input_embeddings()(torch.tensor(self.prompt + generated)).clone()
        rows[self.at] = 0 if vector is None else vector / (vector.float().norm() / self.scale)
        return rows[None]

    def verbalize(self, vector, limit=200):
        """Greedy ids, their summed natural-log probability, and the text."""
        ids, total = [], 0.0
        while len(ids) < limit:
            logits = self.model(inputs_embeds=self.embeddings(vector, ids), use_cache=False).logits[0, -1].double()
            best = logits.topk(2).values
            assert best[0] - best[1] > 1e-4, "a near tie: choose another seed"
            token = logits.argmax().item()
            total += logits.log_softmax(-1)[token].item()
            ids.append(token)
            if token in self.ends or CLOSING in self.tokenizer.decode(ids):
                break
        body = ids[:-1] if ids[-1] in self.ends else ids
        raw = self.tokenizer.decode(body)
        return dict(ids=ids, logprob=total, text=explanation(raw), truncated=CLOSING not in raw)

    def score(self, vector, ids):
        """Natural-log probability of given ids, all positions in one pass."""
        logits = self.model(inputs_embeds=self.embeddings(vector, ids), use_cache=False).logits[0].double()
        rows = logits[len(self.prompt) - 1:-1].log_softmax(-1)
        return rows[torch.arange(len(ids)), torch.tensor(ids)].sum().item()

    def wrapped(self, text):
        """The ids of a text in the form that AVs are trained on."""
        return self.tokenizer.encode(f"{OPENING}\n{text}\n{CLOSING}", add_special_tokens=False)


class Reconstructor:
    def __init__(self, folder: Path):
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        # Of a wrapper, the language model inside.
        self.body = getattr(language_model(folder).model, "language_model", None) or language_model(folder).model
        self.body.norm = torch.nn.Identity()
        self.head = load_file(folder / "value_head.safetensors")["weight"].float()
        meta = sidecar(folder)
        self.template = either(meta["prompt_templates"], "ar", "critic")
        self.suffix = meta["tokens"]["critic_suffix_ids"]

    def reconstruct(self, text):
        ids = self.tokenizer(self.template.format(explanation=text.strip()), add_special_tokens=True)["input_ids"]
        assert ids[-len(self.suffix):] == self.suffix
        return self.head @ self.body(torch.tensor([ids]), use_cache=False).last_hidden_state[0, -1]
