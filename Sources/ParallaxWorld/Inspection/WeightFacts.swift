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
        let names = ["float32": "F32", "float": "F32", "float16": "F16", "half": "F16", "bfloat16": "BF16", "float64": "F64", "float8_e4m3fn": "F8_E4M3", "float8_e5m2": "F8_E5M2"]
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
