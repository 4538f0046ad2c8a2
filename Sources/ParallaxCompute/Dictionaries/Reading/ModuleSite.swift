/// Sites by the names that modules have in PyTorch models: "layers.10" is that block's output, "layers.5.mlp" its MLP's.
enum ModuleSite {
    /// TransformerLens' name of where a module's output (or input) is taken, as `Site` spells it; nil where no site is meant.
    /// - Parameter name: with or without a prefix ("model.layers.10.output", "h.3.attn", "gpt_neox.layers.2", "embed_tokens").
    static func hookName(_ name: String) -> String? {
        var parts = name.split(separator: ".").map(String.init)
        let isInput = parts.last == "input"
        if ["output", "input"].contains(parts.last) { parts.removeLast() }
        guard let list = parts.lastIndex(where: { ["layers", "h", "blocks"].contains($0) }) else {
            return ["embed_tokens", "wte", "embed_in"].contains(parts.last) && !isInput ? Site.residual(0).hookName : nil
        }
        guard parts.indices.contains(list + 1), let block = Int(foreign: parts[list + 1]), (0..<100_000).contains(block) else { return nil }
        let inside = parts[(list + 2)...].joined(separator: ".")
        let site: Site? = switch (inside, isInput) {
        case ("", false): .residual(block + 1)
        case ("", true): .residual(block)
        case ("mlp", false), ("post_feedforward_layernorm", false): .mlpOut(block: block)
        case ("mlp", true), ("pre_feedforward_layernorm", false): .mlpIn(block: block)
        case ("self_attn", false), ("attn", false), ("attention", false), ("post_attention_layernorm", false): .attentionOut(block: block)
        case ("self_attn.o_proj", true): .hookZ(block: block)
        default: nil
        }
        return site?.hookName
    }
}
