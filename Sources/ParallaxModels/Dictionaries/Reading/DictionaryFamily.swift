/// One way in which dictionaries are published. A new family is a new file and a line in `DictionaryFamilies`.
package protocol DictionaryFamily: Sendable {
    /// "Gemma Scope 1"
    var name: String { get }
    /// The library, with its version, whose features and reconstructions the goldens hold; nil where they follow the published formula.
    var verifiedAgainst: String? { get }
    /// What in the place says that it is of this family, for a person; nil where nothing does. Looks at contents: names of tensors, keys.
    func evidence(_ place: DictionaryPlace) throws -> String?
    /// Maps names, orientations and settings to the pieces of the formula.
    /// - Throws: `Complaint` naming what is missing, absurd or not computed.
    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint
}

package enum DictionaryFamilies {
    /// Those that settings name come before those that only tensors tell.
    private static let all: [any DictionaryFamily] = [
        SparsifyFamily(), SAELensFamily(), DictionaryLearningFamily(), LlamaScopeFamily(), LlamascopiumFamily(), GemmaScopeFamily(.first), GemmaScopeFamily(.second),
        OpenAIFamily(), GoodfireFamily(), CircuitTracerFamily(), AttentionOutputFamily(), QwenScopeFamily(), LinearLayersFamily(),
    ]

    /// The family of what lies at a place, and why; nil where no family knows it.
    package static func recognise(_ place: DictionaryPlace) throws -> (family: any DictionaryFamily, evidence: String)? {
        for family in all {
            if let evidence = try family.evidence(place) { return (family, evidence) }
        }
        return nil
    }

    /// - Throws: `Complaint` where no family knows it, or the family that does finds it wanting.
    package static func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let (family, evidence) = try recognise(place) else {
            throw Complaint(
                place.file.path, expected: "a dictionary of a known family", found: "tensors \(place.file.names.listed()), and beside them \(place.neighbours.listed(atMost: 6))",
                remedy: "keep the configuration that was published with it beside it (cfg.json, config.json, hyperparams.json)")
        }
        var checkpoint = try family.read(place)
        checkpoint.configuration.family = family.name
        checkpoint.configuration.evidence = evidence
        checkpoint.configuration.verifiedAgainst = family.verifiedAgainst
        checkpoint.configuration.hasSkip = checkpoint.skip != nil
        // Where no settings name the site, the weights' own metadata may.
        if checkpoint.configuration.hookName == nil { checkpoint.configuration.hookName = place.metadata.flatMap(Site.stated) }
        checkpoint.settingsRead = place.settingsFound
        let unused = checkpoint.unused
        if !unused.isEmpty { checkpoint.configuration.notes.append(DictionaryCheckpoint.note(unused: unused)) }
        return checkpoint
    }
}
