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
