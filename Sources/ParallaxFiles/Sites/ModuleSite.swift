/// Sites by the names that modules have in PyTorch models: "layers.10" is that block's output, "layers.5.mlp" its MLP's.
package struct ModuleSite {
    let site: Site

    /// No model has so many.
    package static let mostBlocks = 100_000
    private static let lists: Set = ["layers", "h", "blocks"]
    /// What may stand before the list of blocks, and before the embeddings.
    private static let wrappers: Set = ["model", "language_model", "text_model", "transformer", "gpt_neox", "decoder", "base_model", "_orig_mod", "module"]
    private static let embeddings: Set = ["embed_tokens", "wte", "embed_in"]

    /// - Parameters:
    ///   - name: with or without what stands before the blocks ("model.layers.10.output", "h.3.attn", "gpt_neox.layers.2", "embed_tokens"); its
    ///     output is meant, with ".input" behind it its input.
    ///   - hasOuterNorms: whether blocks have norms behind attention and MLP as well, as Gemma 2 and 3 have: one name means something
    ///     else there, and is no site where that is not known.
    /// - Returns: nil where no site is meant.
    init?(_ name: String, hasOuterNorms: Bool? = nil) {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !parts.contains("") else { return nil }
        let isInput = parts.last == "input"
        if ["output", "input"].contains(parts.last) { parts.removeLast() }
        guard let list = parts.firstIndex(where: { Self.lists.contains($0) }) else {
            guard let last = parts.last, Self.embeddings.contains(last), !isInput, parts.dropLast().allSatisfy(Self.wrappers.contains) else { return nil }
            site = .residual(0)
            return
        }
        guard parts[..<list].allSatisfy(Self.wrappers.contains), parts.indices.contains(list + 1), let block = Int(foreign: parts[list + 1]), (0..<Self.mostBlocks).contains(block) else { return nil }
        switch (parts[(list + 2)...].joined(separator: "."), isInput) {
        case ("", false): site = .residual(block + 1)
        case ("", true): site = .residual(block)
        case ("post_feedforward_layernorm", false): site = .mlpOut(block: block)
        // Where a norm follows, what the MLP and attention add to the stream stands behind that.
        case ("mlp", false): site = .mlpOut(block: block)
        case ("mlp", true), ("pre_feedforward_layernorm", false): site = .mlpIn(block: block)
        case ("self_attn", false), ("attn", false), ("attention", false), ("self_attention", false): site = .attentionOut(block: block)
        case ("post_attention_layernorm", false):
            guard let hasOuterNorms else { return nil }
            site = hasOuterNorms ? .attentionOut(block: block) : .mlpIn(block: block)
        case ("ln_2", false): site = .mlpIn(block: block)
        case ("self_attn.o_proj", true), ("attn.c_proj", true), ("attention.dense", true): site = .hookZ(block: block)
        default: return nil
        }
    }

    /// Whether a numbered block stands in it.
    static func looksLikeName(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        return zip(parts, parts.dropFirst()).contains { lists.contains(String($0)) && Int(foreign: $1) != nil }
    }

    /// TransformerLens' name of it, as `Site` spells it; nil where no site is meant.
    package static func hookName(_ name: String, hasOuterNorms: Bool? = nil) -> String? { ModuleSite(name, hasOuterNorms: hasOuterNorms)?.site.hookName }
}
