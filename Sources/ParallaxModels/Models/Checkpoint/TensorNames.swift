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
