import ParallaxFiles
import Testing

@Suite("Sites and their names")
struct SiteTests {
    /// Of block 2, along the forward pass.
    static let alongTheWay: [Site] = [
        .residual(2), .hookZ(block: 2), .attentionOut(block: 2), .residualMiddle(block: 2), .mlpNormalized(block: 2), .mlpIn(block: 2),
        .mlpOut(block: 2), .residual(3)
    ]

    @Test("a hook name is read as the site that wrote it", arguments: alongTheWay)
    func names(site: Site) throws { #expect(try Site(hookName: site.hookName) == site) }

    @Test("sites are ordered along the forward pass")
    func order() { #expect(Self.alongTheWay.reversed().sorted() == Self.alongTheWay) }

    @Test("TransformerLens' names, and SAELens' of Gemma Scope 2")
    func spellings() throws {
        #expect(try Site(hookName: "blocks.4.hook_resid_pre") == .residual(4))
        #expect(try Site(hookName: "blocks.4.hook_resid_post") == .residual(5))
        // TransformerLens' point is inside the norm; the MLP reads what the gain makes of it.
        #expect(try Site(hookName: "blocks.4.ln2.hook_normalized") == .mlpNormalized(block: 4))
        #expect(try Site(hookName: "blocks.4.hook_mlp_in") == .mlpIn(block: 4))
    }

    @Test(
        "other names are refused",
        arguments: [
            "blocks.4.mlp.hook_post", "blocks.-1.hook_mlp_out", "blocks.x.hook_mlp_out", "", "blocks.99999999999999999999.hook_mlp_out"
        ])
    func refused(name: String) { #expect(throws: Complaint.self) { try Site(hookName: name) } }
}
