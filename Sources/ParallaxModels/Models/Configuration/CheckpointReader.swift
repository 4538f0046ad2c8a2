/// Fetches tensors by name and shape, and remembers every one that is missing or has another shape, so that one
/// sentence can name them all.
struct CheckpointReader {
    let store: WeightStore
    let configuration: ModelConfiguration
    private var problems: [String] = []
    private var hasForeignTypes = false
    private var used: Set<String> = []
    /// False where only names and shapes are looked at: vectors are zeros then, and no weight is read.
    private let readsValues: Bool

    init(_ store: WeightStore, _ configuration: ModelConfiguration, readsValues: Bool = true) {
        self.readsValues = readsValues
        self.store = store
        self.configuration = configuration
    }

    /// The tensor, or nil after noting what is wrong with it.
    mutating func view(_ name: String, _ shape: [Int]) -> TensorView? {
        used.insert(name)
        guard let view = store.tensorIfPresent(name) else {
            if let type = store.foreign[name] {
                problems.append("\(name) in \(type) instead of F32, F16 or BF16")
                hasForeignTypes = true
            } else {
                problems.append("no \(name)")
            }
            return nil
        }
        guard view.shape == shape else {
            problems.append("\(name) of shape \(view.shape) instead of \(shape)")
            return nil
        }
        // Weights of fewer bits need their scales beside them, which nothing here would apply.
        guard [.f32, .f16, .bf16].contains(view.elementType) else {
            problems.append("\(name) in \(view.elementType.rawValue) instead of F32, F16 or BF16")
            hasForeignTypes = true
            return nil
        }
        return view
    }

    mutating func matrix(_ name: String, outputs: Int, inputs: Int, layout: WeightMatrix.Layout = .outputsByInputs) throws -> WeightMatrix?
    {
        try view(name, layout == .outputsByInputs ? [outputs, inputs] : [inputs, outputs]).map { try WeightMatrix($0, layout: layout) }
    }

    mutating func vector(_ name: String, _ width: Int) -> [Float]? {
        view(name, [width]).map { readsValues ? $0.floats() : [Float](repeating: 0, count: width) }
    }

    /// `NAME.weight` and, where the configuration asks for it, `NAME.bias`.
    mutating func linear(_ name: String, outputs: Int, inputs: Int, bias: Bool) throws -> Linear? {
        let weight = try matrix("\(name).weight", outputs: outputs, inputs: inputs, layout: configuration.tensorNames.layout)
        let offsets = bias ? vector("\(name).bias", outputs) : []
        guard let weight, let offsets else { return nil }
        return Linear(weight: weight, bias: bias ? offsets : nil)
    }

    /// One matrix as two, the upper and the lower half of its outputs.
    mutating func halves(_ name: String, outputs: Int, inputs: Int) throws -> (upper: Linear, lower: Linear)? {
        guard let both = view("\(name).weight", [2 * outputs, inputs]) else { return nil }
        let parts = try [0, outputs].map { first in
            Linear(weight: try WeightMatrix(both.rows(first..<first + outputs), layout: .outputsByInputs), bias: nil)
        }
        return (parts[0], parts[1])
    }

    mutating func norm(_ name: String, width: Int? = nil) -> Norm? {
        let width = width ?? configuration.hiddenSize, settings = configuration.norm
        let weight = vector("\(name).weight", width), bias = settings.kind == .layer ? vector("\(name).bias", width) : []
        guard let weight, let bias else { return nil }
        return Norm(
            weight: settings.kind == .zeroCentredRMS ? weight.map { 1 + $0 } : weight, bias: settings.kind == .layer ? bias : nil,
            epsilon: settings.epsilon)
    }

    /// Every tensor that nothing has asked for: value heads, scores, heads of other tasks, blocks behind the last. Weights and biases
    /// inside a block that is computed are a problem: the configuration says that they are not there.
    mutating func unused(computedBlocks prefixes: [String], except isFine: (String) -> Bool) -> [String] {
        let left = store.names.filter { !used.contains($0) && !isFine($0) }
        let contradicting = left.filter { name in
            (name.hasSuffix(".weight") || name.hasSuffix(".bias")) && prefixes.contains { name.hasPrefix($0) }
        }
        problems += contradicting.map { "\($0), which no part of the model uses" }
        return left.filter { !contradicting.contains($0) }
    }

    var isComplete: Bool { problems.isEmpty }

    /// Names everything that was not as it should be.
    var complaint: Complaint {
        Complaint(
            store.folder.path, expected: "the tensors that config.json promises", found: problems.listed(atMost: 6),
            remedy: hasForeignTypes
                ? "use the checkpoint in BF16, or convert it"
                : "fetch the checkpoint again, or point at the folder whose config.json belongs to these weights")
    }
}

/// How a checkpoint's files name what a decoder is made of, each without `.weight` and `.bias`; Llama's names, unless a family says others.
package struct TensorNames: Sendable, Equatable {
    enum Projections: Sendable, Equatable {
        case separate(query: String, key: String, value: String)
        case fused(String, HeadProjections.Order)
    }

    enum MLPNames: Sendable, Equatable {
        case gated(gate: String, up: String, down: String)
        /// Gate and up are the upper and the lower half of one matrix.
        case gatedTogether(String, down: String)
        case plain(up: String, down: String)
    }

    /// What may stand before the names of the decoder: the first with an embedding table counts. A bare decoder is saved without the
    /// prefix that the causal model gives it.
    var prefixes = ["model.", ""]
    package var embedding = "embed_tokens"
    var positions = "position_embeddings"
    /// Behind the prefix; the block's number follows.
    package var blocks = "layers"
    var attentionNorm = "input_layernorm"
    var projections = Projections.separate(query: "self_attn.q_proj", key: "self_attn.k_proj", value: "self_attn.v_proj")
    var queryNorm = "self_attn.q_norm"
    var keyNorm = "self_attn.k_norm"
    var attentionOutput = "self_attn.o_proj"
    var attentionPostNorm = ""
    var mlpNorm = "post_attention_layernorm"
    var mlp = MLPNames.gated(gate: "mlp.gate_proj", up: "mlp.up_proj", down: "mlp.down_proj")
    var mlpPostNorm = ""
    var finalNorm = "norm"
    /// Without the prefix; the first that is there counts.
    var head = ["lm_head"]
    /// Of the matrices in blocks.
    var layout = WeightMatrix.Layout.outputsByInputs
    /// Beginnings of names that belong to other parts of a wrapper.
    var otherParts: [String] = []

    package init() {}

    /// Endings of tables that older versions of transformers stored, and that are computed here: wavelengths and causal masks.
    static let computed = [".rotary_emb.inv_freq", ".attention.bias", ".attention.masked_bias", ".attn.bias", ".attn.masked_bias"]
}
