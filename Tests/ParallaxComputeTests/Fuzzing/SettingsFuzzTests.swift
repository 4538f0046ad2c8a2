import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("Made-up settings are read or refused", .serialized)
struct SettingsFuzzTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A value of YAML at some depth: scalars of every kind, lists and mappings in both styles, anchors, tags, quotes that stay open.
    private static func yaml(_ i: inout Inventor, indent: Int, keys: [String]) -> String {
        let space = String(repeating: " ", count: indent)
        switch i.count(0...(indent > 8 ? 6 : 10)) {
        case 0: return " " + i.number()
        case 1: return " \"\(i.text())\""
        case 2:
            return " "
                + i.pick([
                    "~", "null", "true", ".nan", ".inf", "0x1f", "1_000", "2024-01-01", "''", "'it''s'", "!!binary aGk=", "!x y",
                    "|\n\(space)  text\n", ">-\n\(space)  text\n", "*a", "&a x", "? x", "%", "@", "`", "\"open"
                ])
        case 3:
            return " "
                + i.pick([
                    "documents.jsonl", "/nowhere", "..", "~", "~/x", ".", "", "blocks.3.hook_resid_post", "{text}", "nla_model",
                    "{injection_char}", "{explanation}"
                ])
        case 4:
            return " [" + i.list(0...4) { $0.rarely(3) ? $0.number() : $0.pick(keys) }.joined(separator: ", ") + i.pick(["]", "]", "]", ""])
        case 5: return " {" + i.list(0...3) { "\($0.pick(keys)): \($0.number())" }.joined(separator: ", ") + "}"
        case 6: return i.rarely(4) ? " &a" + yaml(&i, indent: indent + 2, keys: keys) : " x"
        case 7...8: return "\n" + i.list(1...3) { i in "\(space)-\(yaml(&i, indent: indent + 2, keys: keys))" }.joined(separator: "\n")
        default:
            return "\n"
                + i.list(1...4) { i in "\(space)\(i.rarely(12) ? i.text() : i.pick(keys)):\(yaml(&i, indent: indent + 2, keys: keys))" }
                .joined(separator: "\n")
        }
    }

    private static let workspaceKeys = [
        "model", "dictionaries", "verbalizers", "documents", "statistics", "claims", "path", "labels", "site", "name", "av", "ar",
        "explanations", "file", "chat", "text", "rules", "truth", "calibration", "verdicts", "mimic", "prompt"
    ]

    private func mapping(_ i: inout Inventor, _ keys: [String]) -> [UInt8] {
        let text =
            i.list(1...6) { i in "\(i.rarely(20) ? i.text() : i.pick(keys)):\(Self.yaml(&i, indent: 2, keys: keys))" }.joined(
                separator: "\n") + "\n"
        return i.touched(Array(text.utf8), one: 12)
    }

    @Test("workspaces")
    func workspaces() throws {
        let place = try folder.write("parallax.yaml", "")
        try folder.write("documents.jsonl", "{\"text\":\"a\"}\n")
        var fuzz = StructuredFuzz("workspaces", seed: 21)
        try fuzz.run(share: 0.6) {
            mapping(&$0, Self.workspaceKeys)
        } _: { file in
            try Data(file).write(to: place)
            _ = try Inspection.of(place.path)
            let workspace = try Workspace.open(place)
            #expect(workspace.complaints.count <= Complaint.mostTold + 1)
            _ = DocumentCollection(workspace.documents).count
            return true
        }
    }

    @Test("sidecars of NLAs")
    func sidecars() throws {
        let place = try folder.write("nla_meta.yaml", "")
        let sample = try String(contentsOf: Places.sampleData.appending(path: "av/nla_meta.yaml"), encoding: .utf8)
        let keys = [
            "kind", "role", "stage", "d_model", "schema_version", "extraction", "layer_index", "injection_scale", "mse_scale", "tokens",
            "injection_char", "injection_token_id", "prompt_templates", "av", "ar", "critic", "extraction_layer_index"
        ]
        let lines = sample.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var fuzz = StructuredFuzz("sidecars", seed: 22)
        try fuzz.run { i in
            if i.rarely(8) { return mapping(&i, keys) }
            // The sample's own, with some values exchanged.
            let text = lines.map { line in
                guard i.rarely(25), let colon = line.firstIndex(of: ":") else { return line }
                return line[...colon] + Self.yaml(&i, indent: line.prefix { $0 == " " }.count + 2, keys: keys)
            }.joined(separator: "\n")
            return i.touched(Array(text.utf8), one: 20)
        } _: { file in
            try Data(file).write(to: place)
            _ = try Inspection.of(place.path)
            _ = try NLASidecar.open(folder: folder.url)
            return true
        }
    }

    @Test("rules of claims, in YAML and as a world's slots")
    func rules() throws {
        let place = try folder.write("rules.yaml", "")
        let keys = [
            "classes", "name", "kind", "forms", "values", "conditions", "contains", "starts", "quoted", "slots", "order", "class", "any"
        ]
        var fuzz = StructuredFuzz("rules", seed: 23)
        try fuzz.run(share: 0.6) { i in
            if i.rarely(3) {
                let slots =
                    "["
                    + i.list(0...3) { i in
                        i.object([
                            ("name", i.value("\"n\(i.count(0...3))\"")), ("forms", i.value("[\"The {value} is x.\"]")),
                            (i.text(), i.json(depth: 4))
                        ])
                    }.joined(separator: ",") + "]"
                return i.touched(Array(i.object([("slots", i.value(slots)), ("order", i.value("[\"n0\"]"))]).utf8), one: 10)
            }
            let classes = i.list(1...4) { i in
                "  - name: \(i.pick(["genre", "mood", "x", "\"\(i.text())\""]))\n    kind: \(i.pick(["detail", "gist", "token", "x"]))\n    \(i.pick(["forms", "when", "if", "values"])):\(Self.yaml(&i, indent: 6, keys: keys))"
            }
            return i.touched(Array(("classes:\n" + classes.joined(separator: "\n") + "\n").utf8), one: 12)
        } _: { file in
            try Data(file).write(to: place)
            do {
                let rules = try ClaimRules.open(place)
                _ = rules.claims(of: "A letter. The mood is sad. \"Quoted\" words.")
            } catch let complaint as Complaint {
                // Rules are used whole or not at all: most that are made up are not. That the file was understood as far as that counts as read.
                #expect(!complaint.found.isEmpty)
                return complaint.subject != place.path
            }
            return true
        }
    }

    @Test("settings of dictionaries of every family, beside weights that fit them, up to features")
    func dictionaries() throws {
        let width = 4, features = 8
        func tensors(_ shapes: [(String, [Int])]) -> [UInt8] {
            var end = 0, members: [String] = []
            for (name, shape) in shapes {
                let size = 4 * shape.reduce(1, *)
                members.append(
                    "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[\(shape.map(String.init).joined(separator: ","))],\"data_offsets\":[\(end),\(end + size)]}"
                )
                end += size
            }
            return FileBytes.safetensors("{" + members.joined(separator: ",") + "}") + [UInt8](repeating: 0x3e, count: end)
        }
        let plain = tensors([
            ("W_enc", [width, features]), ("b_enc", [features]), ("W_dec", [features, width]), ("b_dec", [width]), ("threshold", [features])
        ])
        let linear = tensors([
            ("encoder.weight", [features, width]), ("encoder.bias", [features]), ("decoder.weight", [width, features]),
            ("decoder.bias", [width]), ("W_dec", [features, width]), ("b_dec", [width])
        ])
        let open = tensors([("W_E", [width, features]), ("b_E", [features]), ("W_D", [features, width]), ("b_D", [width])])
        let sound: [(String, String, [UInt8], [(String, String)])] = [
            (
                "cfg.json", "sae_weights.safetensors", plain,
                [
                    ("architecture", "\"jumprelu\""), ("d_in", "4"), ("d_sae", "8"), ("k", "2"),
                    ("hook_name", "\"blocks.3.hook_resid_post\""), ("dtype", "\"float32\""), ("apply_b_dec_to_input", "true"),
                    ("normalize_activations", "\"none\""),
                    ("metadata", "{\"hook_name\":\"blocks.3.hook_resid_post\",\"sae_lens_version\":\"6.1\"}"),
                    ("rescale_acts_by_decoder_norm", "false"), ("activation_fn", "\"relu\"")
                ]
            ),
            (
                "cfg.json", "sae.safetensors", linear,
                [
                    ("d_in", "4"), ("num_latents", "8"), ("k", "2"), ("expansion_factor", "2"), ("activation", "\"topk\""),
                    ("signed", "false"), ("transcode", "false"), ("skip_connection", "false")
                ]
            ),
            (
                "hyperparams.json", "final.safetensors", linear,
                [
                    ("hook_point_in", "\"blocks.3.hook_resid_post\""), ("hook_point_out", "\"blocks.3.hook_resid_post\""), ("d_model", "4"),
                    ("norm_activation", "\"dataset-wise\""), ("top_k", "2"), ("jump_relu_threshold", "0.5"),
                    ("dataset_average_activation_norm", "{\"in\":2.0,\"out\":2.0}")
                ]
            ),
            (
                "config.json", "sae_weights.safetensors", open,
                [
                    ("sae_type", "\"sae\""), ("act_fn", "\"topk\""), ("top_k", "2"), ("hook_point_in", "\"blocks.3.hook_resid_post\""),
                    ("norm_activation", "\"none\""), ("sparsity_include_decoder_norm", "true"), ("use_glu_encoder", "false")
                ]
            )
        ]
        var fuzz = StructuredFuzz("settings of dictionaries", seed: 24), round = 0
        try fuzz.run(share: 0.6) { i in
            let (_, _, _, members) = sound[round % sound.count]
            return i.touched(Array(i.object(members.map { ($0.0, i.value($0.1, wrong: 15)) }).utf8), one: 15)
        } _: { file in
            let (name, weights, bytes, _) = sound[round % sound.count]
            round += 1
            let place = folder.url.appending(path: "\(round % sound.count)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data(bytes).write(to: place.appending(path: weights))
            try Data(file).write(to: place.appending(path: name))
            _ = try Inspection.of(place.path)
            let dictionary = try SparseAutoencoder.open(folder: place, site: .residual(4))
            _ = dictionary.encode(Rows(count: 2, width: width))
            return true
        }
    }

    @Test("config.json, with numbers at the edges")
    func configurations() throws {
        let place = try folder.write("config.json", "")
        let members = [
            ("model_type", "\"llama\""), ("hidden_size", "8"), ("num_hidden_layers", "2"), ("num_attention_heads", "2"),
            ("num_key_value_heads", "1"), ("head_dim", "4"), ("intermediate_size", "16"), ("vocab_size", "32"),
            ("max_position_embeddings", "64"), ("rms_norm_eps", "1e-5"), ("rope_theta", "10000.0"), ("hidden_act", "\"silu\""),
            ("tie_word_embeddings", "true"), ("rope_scaling", "null"), ("eos_token_id", "[1,2]"), ("bos_token_id", "0"),
            ("attention_bias", "false"), ("torch_dtype", "\"bfloat16\""), ("sliding_window", "null"),
            ("layer_types", "[\"full_attention\",\"full_attention\"]")
        ]
        var fuzz = StructuredFuzz("config.json", seed: 25)
        try fuzz.run { i in
            i.touched(Array(i.object(members.map { ($0.0, i.value($0.1, wrong: 60)) }).utf8), one: 15)
        } _: { file in
            try Data(file).write(to: place)
            _ = try Inspection.of(folder.url.path)
            _ = try ModelConfiguration(folder: folder.url)
            return true
        }
    }
}
