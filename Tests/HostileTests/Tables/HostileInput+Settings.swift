import Foundation

extension HostileInput {
    /// What configurations, sidecars, workspaces and rules can say.
    static let settings: [HostileInput] = [
        .init("a model of 2^62 dimensions") { try $0.edit("model/config.json") { $0["hidden_size"] = 1 << 62 } },
        .init("a model of 0 dimensions, and of -1 heads") { world in
            try world.edit("model/config.json") { $0["hidden_size"] = 0 }
            try world.edit("av/config.json") { $0["num_attention_heads"] = -1 }
        },
        .init("a model of a thousand million blocks") { try $0.edit("model/config.json") { $0["num_hidden_layers"] = 1_000_000_000 } },
        .init("a context of 2^62 tokens") { world in
            for model in HostileWorld.models { try world.edit(model + "/config.json") { $0["max_position_embeddings"] = 1 << 62 } }
        },
        .init("numbers at the edges of doubles in a configuration") { world in
            let text = try world.text("model/config.json").replacing("10000", with: "1e308").replacing("1e-05", with: "1e-400")
            try world.write("model/config.json", text)
        },
        .init("rotary frequencies of base 0") { world in try world.edit("model/config.json") { $0["rope_theta"] = 0 } },
        .init("a configuration nested 200,000 deep") { try $0.write("model/config.json", Hostile.nesting) },
        .init("a configuration of 40 MB of spaces") { try $0.write("model/config.json", String(repeating: " ", count: 40 << 20) + "{}") },
        .init("a dictionary's configuration with controls in every string", opens: true) { world in
            try world.edit("sae/cfg.json") { object in
                object["dtype"] = Hostile.controls
                object["device"] = Hostile.controls
                object["metadata"] =
                    [
                        "model_name": Hostile.controls, "hook_name": "blocks.0.hook_resid_post", Hostile.controls: 1,
                        "sae_lens_version": Hostile.controls
                    ] as [String: Any]
            }
        },
        .init("a dictionary of another width than its configuration says") { try $0.edit("sae/cfg.json") { $0["d_in"] = 1 << 40 } },
        .init("a dictionary that keeps 2^62 features", opens: true) { try $0.edit("sae/cfg.json") { $0["k"] = 1 << 62 } },
        .init("a sidecar with a template of 1 MB and no place for the text") {
            try $0.write(
                "av/nla_meta.yaml",
                $0.text("av/nla_meta.yaml").replacing("Describe", with: String(repeating: "x", count: 1 << 20)).replacing(
                    "{injection_char}", with: ""))
        },
        .init("a sidecar with ids at the edges of integers") {
            try $0.write(
                "av/nla_meta.yaml",
                $0.text("av/nla_meta.yaml").replacing("injection_token_id: ", with: "injection_token_id: -9223372036854775808 # "))
        },
        .init("a sidecar with 200,000 keys") { world in
            try world.write("av/nla_meta.yaml", world.text("av/nla_meta.yaml") + (0..<200_000).map { "k\($0): 1\n" }.joined())
        },
        .init("a workspace of 200,000 keys") { world in
            try world.write("tiny.yaml", world.text("tiny.yaml") + (0..<200_000).map { "k\($0): 1\n" }.joined())
        },
        .init("a workspace of 50,000 documents", opens: false) { world in
            try world.write("tiny.yaml", world.text("tiny.yaml") + (0..<50_000).map { "  - text: t\($0)\n" }.joined())
        },
        .init("a workspace of anchors that double thirty times") { world in
            var text = "a0: &a0 [x, x]\n"
            for i in 1...30 { text += "a\(i): &a\(i) [*a\(i - 1), *a\(i - 1)]\n" }
            try world.write("tiny.yaml", text + "documents: *a30\nmodel: model\n")
        },
        .init("a workspace nested 200,000 deep") { try $0.write("tiny.yaml", "model: " + Hostile.nesting) },
        .init("a workspace whose every value is of another kind", opens: false) {
            try $0.write(
                "tiny.yaml", "model: {a: b}\ndictionaries: 3\nverbalizers: [[]]\ndocuments: {file: [1]}\nstatistics: [x]\nclaims: 7\n")
        },
        .init("a workspace with controls in names, paths and texts", opens: true) { world in
            let quoted = HostileWorld.json(Hostile.controls)
            try world.write(
                "tiny.yaml",
                world.text("tiny.yaml")
                    + "  - text: \(quoted)\n  - file: \(quoted)\n  - \(quoted): x\n\(quoted): 3\nclaims: {rules: \(quoted), prompt: \(quoted)}\n"
            )
        },
        .init("rules with 3,000 classes of a hundred forms", opens: true) { world in
            let forms = (0..<100).map { "\"a\($0) {} b\"" }.joined(separator: ", ")
            try world.write("rules.yaml", "classes:\n" + (0..<3000).map { "  - {name: c\($0), kind: theme, forms: [\(forms)]}\n" }.joined())
        },
        .init("a workspace that names one document three times, and one that is not there", opens: true) { world in
            try world.write(
                "tiny.yaml", world.text("tiny.yaml") + "  - file: documents.jsonl\n  - file: documents.jsonl\n  - file: nowhere.jsonl\n")
        },
        .init("a workspace with claims whose rules, facts and texts are not there", opens: true) { world in
            for name in ["rules.yaml", "truth.jsonl", "mimic.jsonl", "explanations.jsonl"] { try world.remove(name) }
        },
        .init("a theme that inherits from itself", opens: true) {
            try $0.write("theme.yaml", "name: mine\ninherits: mine\npalette: {a: a}\n")
        },
        .init("generation settings of other kinds") { world in
            try world.write(
                "model/generation_config.json", #"{"eos_token_id": [[1], "x", -5, 99999999999999999999], "temperature": "NaN"}"#)
        }
    ]

    /// What tokenizers and chat templates can say.
    static let tokenizers: [HostileInput] = [
        .init("a pre-tokenizer that tries all ways of a run") { world in
            for model in HostileWorld.models {
                try world.edit(model + "/tokenizer.json") {
                    $0["pre_tokenizer"] =
                        ["type": "Split", "pattern": ["Regex": "(a+)+$|(x+x+)+y"], "behavior": "Isolated", "invert": false] as [String: Any]
                }
            }
            try world.write("text.txt", String(repeating: "a", count: 40_000) + "!")
        },
        .init("a pre-tokenizer of 300,000 counted groups") { world in
            let pattern = String(repeating: "(", count: 300_000) + "a" + String(repeating: "){1}", count: 300_000)
            try world.edit("model/tokenizer.json") {
                $0["pre_tokenizer"] =
                    ["type": "Split", "pattern": ["Regex": pattern], "behavior": "Isolated", "invert": false] as [String: Any]
            }
        },
        .init("a normalizer that makes a thousand letters of one") { world in
            try world.edit("model/tokenizer.json") { object in
                let step: [String: Any] = ["type": "Replace", "pattern": ["Regex": "."], "content": String(repeating: "a", count: 1000)]
                object["normalizer"] = ["type": "Sequence", "normalizers": [step, step, step]] as [String: Any]
            }
        },
        .init("20,000 added tokens that begin alike", opens: true) { world in
            try world.edit("model/tokenizer.json") { object in
                var added = object["added_tokens"] as? [[String: Any]] ?? []
                for i in 0..<20_000 {
                    added.append([
                        "id": 267, "content": "A" + String(repeating: "a", count: 40) + "\(i)", "single_word": false, "lstrip": false,
                        "rstrip": false, "normalized": false, "special": false
                    ])
                }
                object["added_tokens"] = added
            }
        },
        .init("ids at the edges of integers in a vocabulary") { world in
            try world.edit("model/tokenizer.json") { object in
                var model = object["model"] as? [String: Any] ?? [:]
                model["vocab"] = ["a": 1 << 62, "b": -1, "c": 4_294_967_296]
                object["model"] = model
            }
        },
        .init("a post-processor that repeats the text ten thousand times") { world in
            try world.edit("model/tokenizer.json") { object in
                let part: [String: Any] = ["Sequence": ["id": "A", "type_id": 0] as [String: Any]]
                object["post_processor"] =
                    [
                        "type": "TemplateProcessing", "single": [[String: Any]](repeating: part, count: 10_000), "pair": [],
                        "special_tokens": [:]
                    ] as [String: Any]
            }
        },
        .init("a tokenizer nested 200,000 deep") { try $0.write("model/tokenizer.json", Hostile.nesting) },
        .init("an empty tokenizer") { try $0.write("model/tokenizer.json", "{}") },
        .init("a chat template that runs for ever", opens: true) { world in
            try world.edit("model/tokenizer_config.json") {
                $0["chat_template"] = "{% for a in range(100000) %}{% for b in range(100000) %}{% set c = a * b %}{% endfor %}{% endfor %}"
            }
        },
        .init("a chat template that doubles a text sixty times", opens: true) { world in
            try world.edit("model/tokenizer_config.json") {
                $0["chat_template"] =
                    "{% set ns = namespace(s='aaaaaaaa') %}{% for a in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}"
            }
        },
        .init("a chat template that writes 30 MB", opens: true) { world in
            try world.edit("model/tokenizer_config.json") {
                $0["chat_template"] = "{% for a in range(30000) %}{{ 'a' * 1000 }}{% endfor %}"
            }
        },
        .init("a chat template nested 100,000 deep", opens: true) { world in
            try world.edit("model/tokenizer_config.json") {
                $0["chat_template"] = "{{ " + String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000) + " }}"
            }
        },
        .init("a chat template that raises what it likes", opens: true) { world in
            try world.edit("model/tokenizer_config.json") {
                $0["chat_template"] = "{{ raise_exception('\u{1B}[2J' ~ messages[0]['content']) }}"
            }
        }
    ]
}
