extension Site {
    /// A site as people and checkpoints write it:
    /// - `4`, the number of a residual site
    /// - TransformerLens' names, `blocks.3.hook_resid_post`, and those of its bridge, `blocks.3.hook_out`
    /// - names of modules in Hugging Face's models, which stand for their output: `model.layers.3`, `transformer.h.3.attn`,
    ///   `gpt_neox.layers.3.mlp`; with `.input` behind them for what goes in
    /// - Throws: `Complaint` for a name that is no site here.
    public init(named name: String) throws {
        if let number = Int(foreign: name), (0..<ModuleSite.mostBlocks).contains(number) {
            self = .residual(number)
        } else {
            self = try Site(hookName: name)
        }
    }

    /// The same without numbers, which mean layers elsewhere.
    /// - Throws: `Complaint` for a name that is no site here.
    public init(hookName: String) throws {
        guard let site = Site(lensName: hookName) ?? ModuleSite(hookName)?.site else {
            throw Complaint(
                "hook name",
                expected: Self.expectedNames,
                found: "\"\(hookName.shortened)\"",
                remedy:
                    "name the site in one of these ways: site: blocks.3.hook_resid_post in a workspace, DIR@blocks.3.hook_resid_post behind --dictionary"
            )
        }
        self = site
    }

    /// The names that are sites here, for sentences.
    public static let expectedNames =
        "blocks.L.hook_resid_post, hook_resid_pre, hook_resid_mid, hook_mlp_out, hook_attn_out, attn.hook_z, mlp.hook_in or ln2.hook_normalized, or a module such as model.layers.L or model.layers.L.mlp"

    /// Whether a name means a module of a block or a hook, site or not: "layers.10.mlp.down_proj", "blocks.3.mlp.hook_post".
    public static func looksLikeName(_ name: String) -> Bool {
        ModuleSite.looksLikeName(name) || name.split(separator: ".").last?.hasPrefix("hook_") == true
    }

    /// The site that a file of tensors names in its metadata, as it is written there.
    public static func stated(in metadata: [String: String]) -> String? {
        ["site", "hook_name", "hook_point"].lazy.compactMap { metadata[$0] }.first { !$0.isEmpty }
    }

    private init?(lensName: String) {
        if lensName == "hook_embed" {
            self = .residual(0)
            return
        }
        let parts = lensName.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "blocks", let block = Int(foreign: parts[1]), (0..<ModuleSite.mostBlocks).contains(block) else {
            return nil
        }
        switch parts[2] {
        case "hook_resid_pre", "hook_in": self = .residual(block)
        case "hook_resid_post", "hook_out": self = .residual(block + 1)
        case "hook_resid_mid": self = .residualMiddle(block: block)
        case "ln2.hook_normalized": self = .mlpNormalized(block: block)
        // SAELens writes the second for Gemma Scope 2, whose own name is pre_feedforward_layernorm.output.
        case "mlp.hook_in", "hook_mlp_in": self = .mlpIn(block: block)
        case "hook_mlp_out", "mlp.hook_out": self = .mlpOut(block: block)
        case "hook_attn_out", "attn.hook_out": self = .attentionOut(block: block)
        case "attn.hook_z", "attn.o.hook_in": self = .hookZ(block: block)
        default: return nil
        }
    }
}

/// Sites by the names that modules have in PyTorch models: "layers.10" is that block's output, "layers.5.mlp" its MLP's.
package struct ModuleSite {
    let site: Site

    /// No model has so many.
    package static let mostBlocks = 100_000
    private static let lists: Set = ["layers", "h", "blocks"]
    /// What may stand before the list of blocks, and before the embeddings.
    private static let wrappers: Set = [
        "model", "language_model", "text_model", "transformer", "gpt_neox", "decoder", "base_model", "_orig_mod", "module"
    ]
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
            guard let last = parts.last, Self.embeddings.contains(last), !isInput, parts.dropLast().allSatisfy(Self.wrappers.contains)
            else { return nil }
            site = .residual(0)
            return
        }
        guard parts[..<list].allSatisfy(Self.wrappers.contains), parts.indices.contains(list + 1),
            let block = Int(foreign: parts[list + 1]), (0..<Self.mostBlocks).contains(block)
        else { return nil }
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
    package static func hookName(_ name: String, hasOuterNorms: Bool? = nil) -> String? {
        ModuleSite(name, hasOuterNorms: hasOuterNorms)?.site.hookName
    }
}
