/// Where in a model a dictionary belongs.
public struct DictionaryPlacement: Sendable, Equatable {
    /// What it reads.
    public let site: Site
    /// Where what it reconstructs belongs: `site`, except for transcoders.
    public let target: Site
    /// Said where the person and the checkpoint name different sites; the person's is used.
    public let note: String?
    /// False of a transcoder of which nothing says what it reconstructs; `target` is then what it reads.
    public let isTargetKnown: Bool

    /// - Parameter override: the site that a person names for it.
    /// - Returns: nil where nobody and nothing names one.
    /// - Throws: `Complaint` where the checkpoint's own name is no site, and the person names none.
    package init?(_ configuration: DictionaryConfiguration, override: Site?) throws {
        let stated = configuration.hookName.flatMap { try? Site(hookName: $0) }
        if let override {
            site = override
            note = configuration.hookName.flatMap { name in
                stated == override ? nil : "the checkpoint names \(stated?.description ?? "\"\(name.shortened)\""), the workspace or the command \(override): the latter is used"
            }
        } else {
            guard let name = configuration.hookName else { return nil }
            (site, note) = (try Site(hookName: name), nil)
        }
        guard configuration.isTranscoder else {
            (target, isTargetKnown) = (site, true)
            return
        }
        let named = try configuration.targetHookName.map { try Site(hookName: $0) }
        // Whoever moves it moves what it reconstructs, too.
        var moved = named
        if let named, let block = site.block, let from = stated?.block, named.block == from { moved = named.inBlock(block) }
        (target, isTargetKnown) = (moved ?? site.transcoded ?? site, moved != nil || site.transcoded != nil)
    }
}

extension Site {
    /// What a transcoder of what stands here reconstructs where it names nothing else: the same MLP's output.
    fileprivate var transcoded: Site? {
        switch self {
        case .mlpIn(let block), .mlpNormalized(let block): .mlpOut(block: block)
        case .residual, .residualMiddle, .mlpOut, .attentionOut, .hookZ: nil
        }
    }

    /// The same place in another block.
    fileprivate func inBlock(_ block: Int) -> Site {
        switch self {
        case .residual: .residual(block + 1)
        case .residualMiddle: .residualMiddle(block: block)
        case .mlpNormalized: .mlpNormalized(block: block)
        case .mlpIn: .mlpIn(block: block)
        case .mlpOut: .mlpOut(block: block)
        case .attentionOut: .attentionOut(block: block)
        case .hookZ: .hookZ(block: block)
        }
    }
}
