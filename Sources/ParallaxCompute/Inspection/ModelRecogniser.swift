/// A Hugging Face model folder: `config.json` with a model_type, weights in safetensors.
struct ModelRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard let configuration = place.configuration("config.json"), let type = configuration["model_type"]?.string else { return nil }
        var found = Inspection(place, kind: .model, family: "Hugging Face model (\(type.shortened))")
        Self.describe(configuration, place, &found)
        return found
    }

    /// Also for the model inside an NLA folder.
    static func describe(_ whole: JSONValue, _ place: InspectedPlace, _ found: inout Inspection) {
        // Multimodal wrappers keep the language model's settings one level down.
        let configuration = whole["text_config"]?.object == nil ? whole : whole["text_config"] ?? whole
        let types = ModelConfiguration.supportedModelTypes
        if let type = whole["model_type"]?.string, !types.contains(type) {
            found.odd.append("Its model_type is \"\(type.shortened)\", which Parallax does not run (\(types.joined(separator: ", ")) it does).")
        }
        let keys = [
            ("hidden_size", "width (d)"), ("num_hidden_layers", "blocks"), ("num_attention_heads", "heads"), ("num_key_value_heads", "key-value heads"), ("head_dim", "head size"),
            ("intermediate_size", "MLP width"), ("vocab_size", "vocabulary"), ("max_position_embeddings", "positions"), ("rope_theta", "rope theta"),
        ]
        for (key, name) in keys { found.note(name, configuration[key]) }
        for (key, _) in keys where ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"].contains(key) && configuration[key]?.integer == nil {
            found.odd.append("config.json lacks \(key) (a whole number).")
        }
        found.activation = (configuration["hidden_act"] ?? configuration["hidden_activation"])?.string?.shortened
        if configuration["rms_norm_eps"] != nil { found.normalisation = "RMS norm" }
        if !place.has("tokenizer.json") { found.odd.append("There is no tokenizer.json beside the weights.") }
        do {
            let facts = WeightFacts(try WeightStore(folder: place.url).outlines)
            found.describe(facts)
            found.odd += facts.storedOtherwise(than: (whole["torch_dtype"] ?? whole["dtype"] ?? configuration["torch_dtype"] ?? configuration["dtype"])?.string)
            found.odd += disagreements(configuration, facts)
        } catch {
            found.odd.append("\(error)")
        }
    }

    private static func disagreements(_ configuration: JSONValue, _ facts: WeightFacts) -> [String] {
        guard let embedding = facts.outlines.keys.filter({ $0.hasSuffix("embed_tokens.weight") }).min(by: { $0.count < $1.count }) else {
            return ["There is no tensor that ends in embed_tokens.weight."]
        }
        let prefix = String(embedding.dropLast("embed_tokens.weight".count))
        let width = configuration["hidden_size"]?.integer
        var odd = [facts.disagreement(embedding, shape: [configuration["vocab_size"]?.integer, width], meaning: "[vocabulary, d]")]

        let blocks = Set(facts.outlines.keys.compactMap { name -> Int? in
            guard name.hasPrefix(prefix + "layers.") else { return nil }
            return Int(name.dropFirst(prefix.count + 7).prefix { $0 != "." })
        })
        if let count = configuration["num_hidden_layers"]?.integer, blocks != Set(0..<max(0, min(count, 100_000))) {
            odd.append("The configuration has \(count) blocks, the weights have \(blocks.count) (\(blocks.min().map { "\($0) to \(blocks.max() ?? $0)" } ?? "none")).")
        }
        if let block = blocks.min() {
            func size(_ heads: JSONValue?) -> Int? {
                guard let heads = heads?.integer else { return nil }
                guard let head = configuration["head_dim"]?.integer else { return heads == configuration["num_attention_heads"]?.integer ? width : nil }
                let (product, overflow) = heads.multipliedReportingOverflow(by: head)
                return overflow ? nil : product
            }
            let heads = configuration["num_attention_heads"]
            let attention = "\(prefix)layers.\(block).self_attn."
            odd.append(facts.disagreement(attention + "q_proj.weight", shape: [size(heads), width], meaning: "[heads × head size, d]", optional: true))
            odd.append(facts.disagreement(attention + "k_proj.weight", shape: [size(configuration["num_key_value_heads"] ?? heads), width], meaning: "[key-value heads × head size, d]", optional: true))
            let mlp = configuration["intermediate_size"]?.integer
            odd.append(facts.disagreement("\(prefix)layers.\(block).mlp.down_proj.weight", shape: [width, mlp], meaning: "[d, MLP width]", optional: true))
        }
        return odd.compactMap(\.self)
    }
}
