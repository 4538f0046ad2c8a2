import Foundation
import ParallaxCompute

extension Instrument {
    /// How every comparison begins, on the screen and for a command: the checkpoints of the workspace that meet at a site.
    /// - Throws: `Complaint` where nothing does.
    public func comparisonSubject(at site: Site? = nil, mimics: [URL] = []) throws -> ComparisonSubject {
        try ComparisonSubject(
            model: model, tokenizer: tokenizer, dictionaries: dictionaries.elements.map(\.autoencoder), verbalizers: verbalizers.elements.map(\.nla), site: site, mimics: mimics)
    }

    /// The workspace's statistics, held against a subject; nil where it names none.
    /// - Throws: `Complaint` where they cannot be used for it: figures are never taken from something else than the workspace says.
    public func readyStatistics(for subject: ComparisonSubject) throws -> ReadyStatistics? {
        try workspace.statistics.map { try ReadyStatistics($0, for: subject) }
    }
}

extension Instrument {
    /// The checkpoints that a finding rests on.
    func checkpoints(of finding: Finding) -> [any Checkpoint] {
        let shown = dictionaries.elements.filter { $0.info.name == finding.sparse?.dictionary }.map(\.autoencoder)
        let nlas = verbalizers.elements.filter { $0.info.name == finding.verbal?.verbalizer }.map(\.nla)
        return [model] + shown + nlas.flatMap(\.checkpoints)
    }
}
