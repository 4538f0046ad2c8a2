/// A Hugging Face model folder: `config.json` with a model_type, weights in safetensors.
struct ModelRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard let configuration = place.configuration("config.json"), let type = configuration["model_type"]?.string else { return nil }
        var found = Inspection(place, kind: .model, family: "Hugging Face model (\(type.shortened))")
        Self.describe(configuration, place, &found)
        return found
    }

    /// Also for the model inside an NLA folder.
    static func describe(_ whole: JSONValue, _ place: InspectedPlace, role: LanguageModel.Role = .language, _ found: inout Inspection) {
        // Multimodal wrappers keep the language model's settings one level down.
        let configuration = whole["text_config"]?.object == nil ? whole : whole["text_config"] ?? whole
        let types = ModelConfiguration.supportedModelTypes
        let family = whole["model_type"]?.string.flatMap { type in ModelFamily.all.first { $0.modelTypes.contains(type) } }
        /// By the common name of a key, as the family spells it and with what it takes for granted.
        func value(_ key: String) -> JSONValue? {
            let found = family?.spellings[key].flatMap { configuration[$0] } ?? configuration[key] ?? family?.defaults[key]
            return found == .null ? nil : found
        }
        if let type = whole["model_type"]?.string, !types.contains(type) {
            found.odd.append(
                "Its model_type is \"\(type.shortened)\", which Parallax does not run (\(types.joined(separator: ", ")) it does).")
        }
        let keys = [
            ("hidden_size", "width (d)"), ("num_hidden_layers", "blocks"), ("num_attention_heads", "heads"),
            ("num_key_value_heads", "key-value heads"), ("head_dim", "head size"),
            ("intermediate_size", "MLP width"), ("vocab_size", "vocabulary"), ("max_position_embeddings", "positions"),
            ("rope_theta", "rope theta")
        ]
        for (key, name) in keys { found.note(name, value(key)) }
        for (key, _) in keys
        where ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"].contains(key) && value(key)?.integer == nil {
            found.odd.append("config.json lacks \(family?.spellings[key] ?? key) (a whole number).")
        }
        found.activation = (value("hidden_act") ?? configuration["hidden_activation"])?.string?.shortened
        if let key = family?.spellings["rms_norm_eps"] ?? (configuration["rms_norm_eps"] == nil ? nil : "rms_norm_eps") {
            found.normalisation = key.hasPrefix("layer_norm") ? "layer norm" : "RMS norm"
        }
        if !TokenizerFolder.holdsTokenizer(place.has) { found.odd.append("There is no tokenizer.json beside the weights.") }
        do {
            let store = try WeightStore(folder: place.url), facts = WeightFacts(store.outlines)
            found.describe(facts)
            found.name(foreign: store.foreign)
            found.odd += facts.storedOtherwise(
                than: (whole["torch_dtype"] ?? whole["dtype"] ?? configuration["torch_dtype"] ?? configuration["dtype"])?.string)
            found.odd += disagreements(value, family?.names ?? TensorNames(), facts)
            do { try store.checkWhole() } catch { found.odd.append("\(error)") }
            // What is odd in a way that only the reader of the whole configuration sees: an unknown scaling, a window of no size.
            guard family != nil else { return }
            do {
                let configuration = try ModelConfiguration(folder: place.url)
                found.odd += configuration.notes.map { "config.json: \($0)." }
                let unused = try DecoderCheckpoint(configuration, store).unusedTensors(role: role)
                if !unused.isEmpty { found.odd.append("No part of the model uses \(unused.listed(atMost: 6)).") }
                if role == .language { found.note("text ends at", stops(configuration, place)) }
            } catch {
                // Mostly another word for what was found already.
                if found.odd.isEmpty { found.odd.append("\(error)") }
            }
        } catch {
            found.odd.append("\(error)")
        }
    }

    /// The ids that end a generated text, as they are spelled.
    private static func stops(_ configuration: ModelConfiguration, _ place: InspectedPlace) -> String {
        guard place.has("tokenizer.json"), let tokenizer = try? Tokenizer.open(folder: place.url) else {
            return configuration.eosTokenIDs.sorted().map { "\($0)" }.listed()
        }
        return configuration.stopTokenIDs(tokenizer).sorted().map { id in "\(id)" + (tokenizer.piece(id).map { " \($0.shortened)" } ?? "") }
            .listed()
    }

    /// - Parameter value: Of a key of the configuration.
    private static func disagreements(_ value: (String) -> JSONValue?, _ names: TensorNames, _ facts: WeightFacts) -> [String] {
        let table = "\(names.embedding).weight"
        guard let embedding = facts.outlines.keys.filter({ $0 == table || $0.hasSuffix("." + table) }).min(by: { $0.count < $1.count })
        else {
            return ["There is no tensor that ends in \(table)."]
        }
        let prefix = String(embedding.dropLast(table.count)), first = "\(prefix)\(names.blocks)."
        let width = value("hidden_size")?.integer
        var odd = [facts.disagreement(embedding, shape: [value("vocab_size")?.integer, width], meaning: "[vocabulary, d]")]

        let blocks = Set(
            facts.outlines.keys.compactMap { name -> Int? in
                guard name.hasPrefix(first) else { return nil }
                return Int(foreign: name.dropFirst(first.count).prefix { $0 != "." })
            })
        if let count = value("num_hidden_layers")?.integer, blocks != Set(0..<max(0, min(count, 100_000))) {
            odd.append(
                "The configuration has \(count) blocks, the weights have \(blocks.count) (\(blocks.min().map { "\($0) to \(blocks.max() ?? $0)" } ?? "none"))."
            )
        }
        if let block = blocks.min() {
            func size(_ heads: JSONValue?) -> Int? {
                guard let heads = heads?.integer else { return nil }
                guard let head = value("head_dim")?.integer else { return heads == value("num_attention_heads")?.integer ? width : nil }
                let (product, overflow) = heads.multipliedReportingOverflow(by: head)
                return overflow ? nil : product
            }
            let heads = value("num_attention_heads"), attention = "\(first)\(block).self_attn."
            odd.append(
                facts.disagreement(
                    attention + "q_proj.weight", shape: [size(heads), width], meaning: "[heads × head size, d]", optional: true))
            odd.append(
                facts.disagreement(
                    attention + "k_proj.weight", shape: [size(value("num_key_value_heads") ?? heads), width],
                    meaning: "[key-value heads × head size, d]", optional: true))
            let mlp = value("intermediate_size")?.integer
            odd.append(
                facts.disagreement("\(first)\(block).mlp.down_proj.weight", shape: [width, mlp], meaning: "[d, MLP width]", optional: true))
        }
        return odd.compactMap(\.self)
    }
}

/// A folder with an adapter and no model.
struct AdapterRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isFolder, !place.has("config.json"), let (kind, base) = AdapterFolder.description(place.url) else { return nil }
        var found = Inspection(place, kind: .unknown, family: kind)
        if let base { found.note("of the model", base) }
        found.odd.append("It is no model by itself: \(AdapterFolder.use).")
        return found
    }
}

/// What configurations and headers say about the same weights, held against each other.
struct WeightFacts {
    private(set) var outlines: [String: TensorOutline] = [:]

    init(_ outlines: [TensorOutline]) {
        for outline in outlines { self.outlines[outline.name] = outline }
    }

    /// The element types of floating-point tensors, most frequent first.
    var dtypes: [String] {
        var counts: [String: Int] = [:]
        for outline in outlines.values where outline.dtype.contains("F") { counts[outline.dtype, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// Whether a tensor has this shape; a sentence where it has another or is missing. A nil extent is not checked.
    func disagreement(_ name: String, shape: [Int?], meaning: String, optional: Bool = false) -> String? {
        guard let outline = outlines[name] else { return optional ? nil : "The tensor \(name) is missing." }
        let agrees = outline.shape.count == shape.count && zip(outline.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
        let expected = shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
        return agrees ? nil : "\(name.shortened) has the shape \(outline.shape), but \(meaning) is [\(expected)] by the configuration."
    }

    /// A sentence where the weights are stored in another type than the configuration names.
    func storedOtherwise(than configured: String?) -> [String] {
        var odd: [String] = []
        if dtypes.count > 1 { odd.append("The weights are of several types: \(dtypes.joined(separator: ", ")).") }
        if let configured, let name = Self.safetensorsName(configured), let stored = dtypes.first, stored != name {
            odd.append("The weights are stored as \(stored), the configuration says \(configured.shortened).")
        }
        return odd
    }

    /// PyTorch's name of a type as safetensors names it.
    private static func safetensorsName(_ torch: String) -> String? {
        let names = [
            "float32": "F32", "float": "F32", "float16": "F16", "half": "F16", "bfloat16": "BF16", "float64": "F64",
            "float8_e4m3fn": "F8_E4M3", "float8_e5m2": "F8_E5M2"
        ]
        return names[torch.hasPrefix("torch.") ? String(torch.dropFirst(6)) : torch]
    }
}

extension Inspection {
    /// Takes over what the headers say.
    mutating func describe(_ weights: WeightFacts) {
        tensors = weights.outlines.values.sorted { $0.name < $1.name }
        dtype = weights.dtypes.isEmpty ? nil : weights.dtypes.joined(separator: ", ")
    }
}

extension Inspection {
    /// Says which tensors are of types that are not read.
    mutating func name(foreign: [String: String]) {
        guard !foreign.isEmpty else { return }
        let each = foreign.sorted { $0.key < $1.key }.map { "\($0.key.shortened) (\($0.value))" }
        odd.append("Of types that Parallax does not read: \(each.listed()).")
    }
}

extension WeightStore {
    var outlines: [TensorOutline] {
        names.compactMap { name in tensorIfPresent(name).map { TensorOutline(name: name, elementType: $0.elementType, shape: $0.shape) } }
    }
}
