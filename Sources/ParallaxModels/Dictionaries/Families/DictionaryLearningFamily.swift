/// saprmarks' dictionary_learning: `ae.pt`, and `config.json`, whose trainer names the class. Without one the tensors tell it.
struct DictionaryLearningFamily: DictionaryFamily {
    let name = "dictionary_learning"
    let verifiedAgainst: String? = "dictionary-learning 0.1.0"

    private static let classes = DictionaryLearningKind.allCases.map(\.rawValue)

    func evidence(_ place: DictionaryPlace) throws -> String? {
        let told = DictionaryLearningKind.told(by: place)
        guard let trainer = try place.settings("config.json")?.section("trainer"), place.isPyTorch || told != nil else {
            return told == nil ? nil : "the tensors are those of dictionary_learning's \(Self.words(told))"
        }
        if let kind = try trainer.string("dict_class") { return "config.json has a trainer of dict_class \(kind.shortened)" }
        return "config.json has a trainer" + (try trainer.string("trainer_class").map { " of trainer_class \($0.shortened)" } ?? "")
    }

    private static func words(_ told: DictionaryLearningKind.Told?) -> String {
        switch told {
        case .kind(let kind)?: kind.rawValue
        case .anyTopK?, nil: "\(DictionaryLearningKind.topK.rawValue) or \(DictionaryLearningKind.batchTopK.rawValue)"
        }
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        let trainer = try place.settings("config.json")?.section("trainer"), kind = try kind(place, trainer),
            tensors = DictionaryTensors(file: place.file)
        let isGated = kind == .gated
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: kind.hasMatrices ? .init("W_enc", .inputsByOutputs) : .init("encoder.weight", .outputsByInputs),
            encoderBias: isGated ? nil : kind.hasMatrices ? "b_enc" : "encoder.bias",
            gate: isGated ? .init(bias: "gate_bias", magnitudeBias: "mag_bias", logarithmOfScale: "r_mag") : nil,
            decoder: kind.hasMatrices ? .init("W_dec", .inputsByOutputs) : .init("decoder.weight", .outputsByInputs),
            decoderBias: kind.decoderBias)
        checkpoint.configuration.subtractsDecoderBias = ![.autoEncoderNew, .jumpReLU].contains(kind)
        switch kind {
        case .autoEncoder, .autoEncoderNew:
            // The library rescales the decoder's columns to length 1 when it loads one, and reports features times their norms.
            checkpoint.configuration.rule = .relu
            checkpoint.configuration.decoderNorms = .activation
        case .gated: checkpoint.configuration.rule = .gated
        case .topK:
            checkpoint.configuration.rule = .topK(try k(tensors, trainer, checkpoint.configuration.featureCount))
            checkpoint.idle = ["threshold"]
        case .batchTopK, .matryoshka:
            checkpoint.configuration.rule = .jumpReLU
            checkpoint.configuration.statedL0 = try trainer?.integer("k").map(Double.init)
            checkpoint.thresholds = .one(try threshold(tensors))
            checkpoint.idle = ["k", "group_sizes"]
        case .jumpReLU:
            checkpoint.configuration.rule = .jumpReLU
            checkpoint.thresholds = .perFeature("threshold")
        }
        checkpoint.configuration.modelName = try trainer?.string("lm_name")
        checkpoint.configuration.hookName = try trainer.flatMap(site)
        return checkpoint
    }

    /// What the configuration names, else what its trainer makes, else what the tensors tell.
    private func kind(_ place: DictionaryPlace, _ trainer: ConfigurationFields?) throws -> DictionaryLearningKind {
        if let trainer, let name = try trainer.string("dict_class") {
            guard let kind = DictionaryLearningKind(className: name) else {
                throw trainer.complaint("dict_class", expected: Self.classes.listed(), found: "\"\(name.shortened)\"")
            }
            return kind
        }
        let told = DictionaryLearningKind.told(by: place),
            made = try trainer?.string("trainer_class").flatMap(DictionaryLearningKind.init(trainerClass:))
        switch (told, made) {
        case (.anyTopK?, .topK?), (.anyTopK?, .batchTopK?): return made ?? .topK
        case (.kind(.topK)?, .batchTopK?): return .batchTopK
        case (.kind(let kind)?, _): return kind
        case (nil, let made?): return made
        case (nil, nil) where place.has("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias"): return .autoEncoderNew
        default:
            throw Complaint(
                place.file.path, expected: "a dict_class beside tensors that several classes have (\(place.file.names.sorted().listed()))",
                found: trainer == nil ? "no config.json" : "none in config.json",
                remedy:
                    "write {\"trainer\": {\"dict_class\": \"AutoEncoderTopK\"}}, or whichever of \(Self.classes.listed()) it is, to config.json in \(place.folder.path)"
            )
        }
    }

    private func k(_ tensors: DictionaryTensors, _ trainer: ConfigurationFields?, _ featureCount: Int) throws -> Int {
        guard tensors.has("k") else {
            guard let trainer else {
                throw Complaint(
                    tensors.file.path, expected: "a tensor k, or a config.json with it", found: "neither",
                    remedy: "write {\"trainer\": {\"k\": K}} to config.json beside it")
            }
            return try trainer.limit("k", upTo: featureCount)
        }
        let k = try tensors.scalar("k")
        guard k >= 1, k <= Double(featureCount) else {
            throw Complaint(
                tensors.file.path, expected: "k between 1 and \(featureCount)", found: "\(k)", remedy: "fetch the checkpoint again")
        }
        return Int(clamping: k)
    }

    /// The one threshold of a batch topk dictionary, learnt in training.
    private func threshold(_ tensors: DictionaryTensors) throws -> Float {
        let threshold = try tensors.scalar("threshold")
        guard threshold >= 0, threshold.isFinite else {
            throw Complaint(
                tensors.file.path, expected: "a threshold of 0 or more", found: "\(threshold), as before training has set it",
                remedy: "use a later checkpoint")
        }
        return Float(threshold)
    }

    /// "resid_post_layer_3" and the layer, or a module's name; what is neither as it is written.
    private func site(_ trainer: ConfigurationFields) throws -> String? {
        guard let module = try trainer.string("submodule_name") else { return nil }
        guard let block = try trainer.integer("layer"), (0..<ModuleSite.mostBlocks).contains(block) else {
            return ModuleSite.hookName(module) ?? module
        }
        if module.hasPrefix("resid_post") { return Site.residual(block + 1).hookName }
        if module.hasPrefix("resid_pre") { return Site.residual(block).hookName }
        if module.hasPrefix("mlp_out") { return Site.mlpOut(block: block).hookName }
        if module.hasPrefix("attn_out") || module.hasPrefix("attention_out") { return Site.attentionOut(block: block).hookName }
        return ModuleSite.hookName(module) ?? module
    }
}

/// The classes of dictionary_learning, told by the configuration or by the tensors that only one of them has.
enum DictionaryLearningKind: String, CaseIterable {
    case autoEncoder = "AutoEncoder"
    case autoEncoderNew = "AutoEncoderNew"
    case gated = "GatedAutoEncoder"
    case topK = "AutoEncoderTopK"
    case batchTopK = "BatchTopKSAE"
    case matryoshka = "MatryoshkaBatchTopKSAE"
    case jumpReLU = "JumpReluAutoEncoder"

    var hasMatrices: Bool { [.matryoshka, .jumpReLU].contains(self) }

    var decoderBias: String {
        switch self {
        case .autoEncoder: "bias"
        case .autoEncoderNew: "decoder.bias"
        case .gated: "decoder_bias"
        case .topK, .batchTopK, .matryoshka, .jumpReLU: "b_dec"
        }
    }

    /// By the class's own name, with or without its module's before it.
    init?(className: String) { self.init(rawValue: className.split(separator: ".").last.map(String.init) ?? className) }

    /// By the trainer, which makes one class.
    init?(trainerClass: String) {
        let name = trainerClass.lowercased()
        switch true {
        case name.contains("matryoshka"): self = .matryoshka
        case name.contains("batchtopk"): self = .batchTopK
        case name.contains("topk"): self = .topK
        case name.contains("gated"): self = .gated
        case name.contains("jumprelu"): self = .jumpReLU
        default: return nil
        }
    }

    /// What the tensors leave open.
    enum Told: Equatable {
        case kind(DictionaryLearningKind)
        /// Topk or batch topk: the tensors are the same, and a threshold that training set belongs to either.
        case anyTopK
    }

    /// By the tensors. Two linear layers with a bias each may be anybody's.
    static func told(by place: DictionaryPlace) -> Told? {
        if place.has("gate_bias", "mag_bias", "r_mag", "decoder_bias", "encoder.weight", "decoder.weight") { return .kind(.gated) }
        if place.has("W_enc", "W_dec", "b_enc", "b_dec", "threshold") {
            if place.has("group_sizes") { return .kind(.matryoshka) }
            return place.isPyTorch ? .kind(.jumpReLU) : nil
        }
        guard place.has("encoder.weight", "encoder.bias", "decoder.weight") else { return nil }
        if place.has("bias"), !place.has("decoder.bias") { return .kind(.autoEncoder) }
        guard place.has("b_dec", "k") else { return nil }
        let threshold = place.has("threshold") ? try? DictionaryTensors(file: place.file).scalar("threshold") : nil
        return threshold.map { $0 < 0 } ?? true ? .kind(.topK) : .anyTopK
    }
}
