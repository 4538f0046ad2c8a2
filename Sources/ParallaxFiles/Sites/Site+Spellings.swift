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
                found: "\"\(hookName.shortened)\"", remedy: "name the site in one of these ways: site: blocks.3.hook_resid_post in a workspace, DIR@blocks.3.hook_resid_post behind --dictionary")
        }
        self = site
    }

    /// The names that are sites here, for sentences.
    public static let expectedNames =
        "blocks.L.hook_resid_post, hook_resid_pre, hook_resid_mid, hook_mlp_out, hook_attn_out, attn.hook_z, mlp.hook_in or ln2.hook_normalized, or a module such as model.layers.L or model.layers.L.mlp"

    /// Whether a name means a module of a block or a hook, site or not: "layers.10.mlp.down_proj", "blocks.3.mlp.hook_post".
    public static func looksLikeName(_ name: String) -> Bool { ModuleSite.looksLikeName(name) || name.split(separator: ".").last?.hasPrefix("hook_") == true }

    /// The site that a file of tensors names in its metadata, as it is written there.
    public static func stated(in metadata: [String: String]) -> String? { ["site", "hook_name", "hook_point"].lazy.compactMap { metadata[$0] }.first { !$0.isEmpty } }

    private init?(lensName: String) {
        if lensName == "hook_embed" {
            self = .residual(0)
            return
        }
        let parts = lensName.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "blocks", let block = Int(foreign: parts[1]), (0..<ModuleSite.mostBlocks).contains(block) else { return nil }
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
