/// A place in a decoder where an activation is read, or replaced.
///
/// Residual sites are numbered 0…L: 0 is what enters block 0, K+1 is the output of block K after the residual add and
/// before any final norm. The other sites belong to a block and have names only.
public enum Site: Hashable, Sendable {
    /// `residual(0)` = embeddings as they enter block 0; `residual(K + 1)` = output of block K.
    case residual(Int)
    /// The stream between attention and MLP: `residual(block)` and what attention adds. A parallel block has none.
    case residualMiddle(block: Int)
    /// Inside the norm before the MLP, x / √(mean(x²) + ε) (of a layer norm with the mean taken out first), before gain and bias.
    /// Gemma Scope's transcoders read this: their gains were folded into the MLP.
    case mlpNormalized(block: Int)
    /// What the MLP reads: behind its norm, gain and bias included.
    case mlpIn(block: Int)
    /// What the MLP adds to the stream: where a family (Gemma 2 and 3) norms it once more, after that norm.
    case mlpOut(block: Int)
    /// What attention adds to the stream: behind the output projection and where there is one the norm after it.
    case attentionOut(block: Int)
    /// Attention heads' outputs before the output projection, flattened.
    case hookZ(block: Int)
}

extension Site: Comparable {
    private var order: (Int, Int) {
        switch self {
        case .residual(let n): (n, 6)
        case .hookZ(let block): (block + 1, 0)
        case .attentionOut(let block): (block + 1, 1)
        case .residualMiddle(let block): (block + 1, 2)
        case .mlpNormalized(let block): (block + 1, 3)
        case .mlpIn(let block): (block + 1, 4)
        case .mlpOut(let block): (block + 1, 5)
        }
    }

    /// Along the forward pass.
    public static func < (a: Site, b: Site) -> Bool { a.order < b.order }
}

extension Site: CustomStringConvertible {
    /// TransformerLens' name, `blocks.3.hook_resid_post`; of what the MLP reads that of its bridge and of circuit-tracer.
    public var hookName: String {
        switch self {
        case .residual(0): "blocks.0.hook_resid_pre"
        case .residual(let n): "blocks.\(n - 1).hook_resid_post"
        case .residualMiddle(let block): "blocks.\(block).hook_resid_mid"
        case .mlpNormalized(let block): "blocks.\(block).ln2.hook_normalized"
        case .mlpIn(let block): "blocks.\(block).mlp.hook_in"
        case .mlpOut(let block): "blocks.\(block).hook_mlp_out"
        case .attentionOut(let block): "blocks.\(block).hook_attn_out"
        case .hookZ(let block): "blocks.\(block).attn.hook_z"
        }
    }

    /// The NLA papers' layer K, for outputs of a block.
    public var nlaLayer: Int? {
        if case .residual(let n) = self, n > 0 { n - 1 } else { nil }
    }

    /// Whether the residual stream itself stands here at the end of a block or before the first: what the logit lens reads.
    public var isResidual: Bool { if case .residual = self { true } else { false } }

    /// The block that computes it; nil for what enters the first.
    public var block: Int? {
        switch self {
        case .residual(let number): number > 0 ? number - 1 : nil
        case .residualMiddle(let block), .mlpNormalized(let block), .mlpIn(let block), .mlpOut(let block), .attentionOut(let block),
            .hookZ(let block):
            block
        }
    }

    /// Whether what stands here is the residual stream or is added to it, so that a direction of it speaks to the unembedding.
    public var isInStream: Bool {
        switch self {
        case .residual, .residualMiddle, .mlpOut, .attentionOut: true
        case .mlpNormalized, .mlpIn, .hookZ: false
        }
    }

    /// All spellings: "site 4 = blocks.3.hook_resid_post = NLA layer 3".
    public var description: String {
        guard case .residual(let n) = self else { return hookName }
        return "site \(n) = \(hookName)" + (nlaLayer.map { " = NLA layer \($0)" } ?? "")
    }
}
