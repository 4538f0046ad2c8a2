import Foundation
import TestSupport
import Testing

/// One place where a stranger's string stands: how it gets there. Each has a mark of its own, so that it is seen whether it reached an output or a
/// refusal at all: a place that nothing shows proves nothing.
struct HostileString: Sendable, CustomTestStringConvertible {
    let name: String
    /// Nothing opens with it: then it is tried alone only.
    let refuses: Bool
    let put: @Sendable (HostileWorld, String) throws -> Void

    init(_ name: String, refuses: Bool = false, _ put: @escaping @Sendable (HostileWorld, String) throws -> Void) {
        self.name = name
        self.refuses = refuses
        self.put = put
    }

    var testDescription: String { name }

    /// A letter that no other word has, a number, and then everything that a terminal would do something at.
    static func text(_ number: Int) -> String { "\(mark(number))\u{1B}]0;owned\u{07}\u{1B}[31m\u{9B}6n\u{202E}b\u{2066}\u{85}\u{7F}" }
    static func mark(_ number: Int) -> String { "Zq\(number)q" }

    /// Whether it stands there: as it is, or a token a letter.
    static func isSeen(_ number: Int, in text: String) -> Bool {
        let mark = mark(number)
        // Nothing else has a Z.
        return text.contains(mark) || text.contains("\"Z\"")
    }

    static let all: [HostileString] = texts + names + settings

    /// What documents, labels and explanations say.
    private static let texts: [HostileString] = [
        .init("a document's title") { world, text in try world.replaceLine("documents.jsonl", 0) { $0["id"] = text } },
        .init("a document's text") { world, text in try world.replaceLine("documents.jsonl", 0) { $0["text"] = text + " A ring." } },
        .init("a second document's title") { world, text in try world.replaceLine("documents.jsonl", 1) { $0["id"] = text } },
        .init("a label") { world, text in
            try world.write("labels.jsonl", (0..<16).map { "{\"index\": \($0), \"label\": \(HostileWorld.json(text))}\n" }.joined())
        },
        .init("a label of a table") { world, text in try world.write("labels.csv", "index,label\n0,\"\(text)\"\n") },
        .init("the model of Neuronpedia's labels") { world, text in
            try world.write(
                "labels.jsonl",
                (0..<16).map {
                    "{\"modelId\": \(HostileWorld.json(text)), \"layer\": \(HostileWorld.json(text)), \"index\": \"\($0)\", \"description\": \(HostileWorld.json(text))}\n"
                }.joined())
        },
        .init("a chat's role") { world, text in try world.write("chat.json", "[{\"role\": \(HostileWorld.json(text)), \"content\": \"x\"}]")
        },
        .init("a chat's content") { world, text in
            try world.write("chat.json", "[{\"role\": \"user\", \"content\": \(HostileWorld.json(text))}]")
        },
        .init("a text file") { world, text in try world.write("text.txt", text) },
        .init("an explanation made elsewhere") { world, text in
            try world.editLines("explanations.jsonl") { $0["text"] = "The topic is \(text)." }
        },
        .init("the document of an explanation made elsewhere") { world, text in
            try world.editLines("explanations.jsonl") { $0["document"] = text }
        },
        .init("the token of an explanation made elsewhere") { world, text in
            try world.editLines("explanations.jsonl") { $0["token"] = text }
        },
        .init("a transcript's token") { world, text in
            try world.write("transcript.txt", world.text("transcript.txt").replacing("' r'", with: "'\(text)'"))
        },
        .init("a transcript's explanation") { world, text in
            try world.write("transcript.txt", world.text("transcript.txt").replacing("The topic is a ring.", with: text))
        }
    ]

    /// What files, folders and tensors are called.
    private static let names: [HostileString] = [
        .init("the folder of a model") { world, text in try world.rename("model", text, in: ["tiny.yaml", "all.yaml"]) },
        .init("the folder of a dictionary") { world, text in try world.rename("sae", text, in: ["tiny.yaml", "all.yaml"]) },
        .init("the folder of an AV") { world, text in try world.rename("av", text, in: ["tiny.yaml", "all.yaml"]) },
        .init("the folder of an AR") { world, text in try world.rename("ar", text, in: ["tiny.yaml", "all.yaml"]) },
        .init("the file of documents, which cannot be read", refuses: true) { world, text in
            try world.write("documents.jsonl", "[")
            try world.rename("documents.jsonl", text + ".jsonl", in: ["tiny.yaml", "all.yaml"])
        },
        .init("the file of labels, which cannot be read", refuses: true) { world, text in
            try world.write("labels.jsonl", "[")
            try world.rename("labels.jsonl", text + ".jsonl", in: ["tiny.yaml", "all.yaml"])
        },
        .init("the name of a verbalizer") { world, text in
            for file in ["tiny.yaml", "all.yaml"] {
                try world.write(file, world.text(file).replacing("name: \"tiny\"", with: "name: \(HostileWorld.json(text))"))
            }
        },
        .init("a tensor", refuses: true) { world, text in
            try Hostile.safetensors(
                "{\(HostileWorld.json(text)):{\"dtype\":\"F32\",\"shape\":[2,8],\"data_offsets\":[0,64]}}", data: 64,
                to: world.folder.appending(path: "states.safetensors"))
        },
        .init("a tensor's type", refuses: true) { world, text in
            try Hostile.safetensors(
                "{\"hidden_states\":{\"dtype\":\(HostileWorld.json(text)),\"shape\":[2,8],\"data_offsets\":[0,64]}}", data: 64,
                to: world.folder.appending(path: "one.safetensors"))
        },
        .init("what a tensor file says of itself") { world, text in
            try Hostile.safetensors(
                "{\"__metadata__\":{\(HostileWorld.json(text)):\(HostileWorld.json(text)),\"format\":\(HostileWorld.json(text))},\"hidden_states\":{\"dtype\":\"F32\",\"shape\":[2,8],\"data_offsets\":[0,64]}}",
                data: 64, to: world.folder.appending(path: "states.safetensors"))
        },
        .init("a shard in an index", refuses: true) { world, text in
            try world.remove("model/model.safetensors")
            try world.write("model/model.safetensors.index.json", "{\"weight_map\": {\"model.norm.weight\": \(HostileWorld.json(text))}}")
        },
        .init("an array in a workspace's documents", refuses: true) { world, text in
            try world.write("tiny.yaml", world.text("tiny.yaml") + "  - file: \(HostileWorld.json(text))\n")
        }
    ]

    /// What configurations say.
    private static let settings: [HostileString] =
        ["dtype", "architecture", "normalize_activations", "reshape_activations"].map { key in
            .init("\(key) of a dictionary", refuses: key != "dtype") { world, text in try world.edit("sae/cfg.json") { $0[key] = text } }
        }
        + ["model_name", "hook_name", "sae_lens_version"].map { key in
            .init("\(key) of a dictionary's metadata", refuses: key == "hook_name") { world, text in
                try world.edit("sae/cfg.json") { object in
                    var metadata = object["metadata"] as? [String: Any] ?? [:]
                    metadata[key] = text
                    object["metadata"] = metadata
                }
            }
        }
        + ["model_type", "hidden_act"].map { key in
            .init("\(key) of a model", refuses: true) { world, text in try world.edit("model/config.json") { $0[key] = text } }
        }
        + [
            .init("a kind of scaled rotary embedding", refuses: true) { world, text in
                try world.edit("model/config.json") { $0["rope_scaling"] = ["rope_type": text, "factor": 2] as [String: Any] }
            },
            .init("base_checkpoint of a sidecar") { world, text in
                for role in ["av", "ar"] {
                    try world.write(
                        "\(role)/nla_meta.yaml",
                        world.text("\(role)/nla_meta.yaml").replacing(
                            "base_checkpoint: tiny", with: "base_checkpoint: \(HostileWorld.json(text))"))
                }
            },
            .init("the kind of a sidecar", refuses: true) { world, text in
                try world.write(
                    "av/nla_meta.yaml",
                    world.text("av/nla_meta.yaml").replacing("kind: nla_model", with: "kind: \(HostileWorld.json(text))"))
            },
            .init("the prompt of a sidecar") { world, text in
                try world.write(
                    "av/nla_meta.yaml",
                    world.text("av/nla_meta.yaml").replacing("Describe <concept>", with: "Describe \u{1B}[31m Zq <concept>").replacing(
                        "av: Describe \u{1B}[31m Zq <concept>{injection_char}</concept>",
                        with: "av: \(HostileWorld.json("\(text) <concept>{injection_char}</concept>"))"))
            },
            .init("a key of a workspace", refuses: true) { world, text in
                try world.write("tiny.yaml", world.text("tiny.yaml") + "\(HostileWorld.json(text)): 1\n")
            },
            .init("a value of a workspace", refuses: true) { world, text in
                try world.write("tiny.yaml", world.text("tiny.yaml") + "statistics: \(HostileWorld.json(text))\n")
            },
            .init("a text of a workspace") { world, text in
                for file in ["tiny.yaml", "all.yaml"] {
                    try world.write(
                        file,
                        world.text(file).replacing("Text of the workspace.", with: "\u{FFFC}").replacing(
                            "text: \u{FFFC}", with: "text: \(HostileWorld.json(text))"))
                }
            },
            .init("the site that is asked for", refuses: true) { world, text in
                try world.write(
                    "tiny.yaml",
                    world.text("tiny.yaml").replacing("  - path: sae", with: "  - path: sae\n    site: \(HostileWorld.json(text))"))
            },
            .init("a class of rules") { world, text in
                try world.write("rules.yaml", world.text("rules.yaml").replacing("name: topic", with: "name: \(HostileWorld.json(text))"))
            },
            .init("a kind of rules", refuses: true) { world, text in
                try world.write("rules.yaml", world.text("rules.yaml").replacing("kind: theme", with: "kind: \(HostileWorld.json(text))"))
            },
            .init("a pre-tokenizer", refuses: true) { world, text in
                try world.edit("model/tokenizer.json") { $0["pre_tokenizer"] = ["type": text] }
            },
            .init("a regular expression", refuses: true) { world, text in
                try world.edit("model/tokenizer.json") {
                    $0["pre_tokenizer"] =
                        ["type": "Split", "pattern": ["Regex": "(" + text], "behavior": "Isolated", "invert": false] as [String: Any]
                }
            },
            .init("what a chat template writes") { world, text in
                try world.edit("model/tokenizer_config.json") {
                    $0["chat_template"] = "{{ \(HostileWorld.json(HostileString.plain(text))) }}"
                }
            },
            .init("what a chat template raises", refuses: true) { world, text in
                try world.edit("model/tokenizer_config.json") {
                    $0["chat_template"] = "{{ raise_exception(\(HostileWorld.json(HostileString.plain(text)))) }}"
                }
            },
            .init("a token of the vocabulary") { world, text in
                // The letter i of all texts.
                try world.edit("model/tokenizer.json") { object in
                    var added = object["added_tokens"] as? [[String: Any]] ?? []
                    added[added.count - 1]["content"] = text
                    object["added_tokens"] = added
                }
                try world.write("text.txt", text)
            }
        ]

    /// A string as Jinja reads it: its own escapes are those of JSON but for the ones that it does not know.
    static func plain(_ text: String) -> String { text.replacing("\u{07}", with: "").replacing("\u{7F}", with: "") }
}

extension HostileWorld {
    /// Changes every object of a JSONL file.
    func editLines(_ name: String, _ change: (inout [String: Any]) -> Void) throws { try edit(lines: { _ in true }, name, change) }

    func replaceLine(_ name: String, _ number: Int, _ change: (inout [String: Any]) -> Void) throws {
        try edit(lines: { $0 == number }, name, change)
    }

    private func edit(lines: (Int) -> Bool, _ name: String, _ change: (inout [String: Any]) -> Void) throws {
        var result = ""
        for (number, line) in try text(name).split(separator: "\n").enumerated() {
            guard lines(number), var object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                result += line + "\n"
                continue
            }
            change(&object)
            result += String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self) + "\n"
        }
        try write(name, result)
    }

    /// Another name, and under it in the workspaces; the old one stays as a link for the commands.
    func rename(_ name: String, _ new: String, in files: [String]) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(new))
        symlink(new, path(name))
        for file in files { try write(file, text(file).replacing(": \(name)\n", with: ": \(Self.json(new))\n")) }
    }
}
