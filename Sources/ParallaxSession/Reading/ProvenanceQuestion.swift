import ParallaxCompute

/// What the figures of a document rest on, at each row of the grid: told by the statistics themselves, which leave the document out.
public struct ProvenanceQuestion: Question {
    public var document: DocumentID
    /// Of the statistics.
    public var version: Int

    public init(document: DocumentID, version: Int) {
        self.document = document
        self.version = version
    }

    public var lane: Lane { .statistics }
    public var pace: Pace { .prompt }

    /// One a row; nil where no other document remains.
    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [Provenance?] {
        guard let gathered = bench.gathered.withLock({ $0 }) else { return bench.instrument.sites.map { _ in nil } }
        // What the figures themselves leave out.
        let leftOut = gathered.leftOut(for: document, of: bench.instrument)
        return try bench.instrument.sites.map { site in
            try cancellation.check()
            return gathered.provenance(at: site, leavingOut: leftOut)
        }
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [Provenance?] {
        bench.provenances
    }

    public func keep(_ answer: [Provenance?], in state: inout SessionState) { state.statistics.provenances = Latest(self, answer) }
}

extension SessionState {
    /// Nil while there are no statistics.
    var provenanceQuestion: ProvenanceQuestion? {
        statistics.version == 0 ? nil : ProvenanceQuestion(document: document, version: statistics.version)
    }

    /// Whether there are statistics, and none of other documents.
    public var isWithoutOtherDocuments: Bool { statistics.provenances?.value(for: provenanceQuestion) != nil && provenance == nil }
    public static let noOtherDocument = "no statistics: μ and Var need other documents than the one shown"

    /// What the figures at the cursor's row rest on; nil while that is not known.
    public var provenance: Provenance? {
        guard let known = statistics.provenances?.value(for: provenanceQuestion), known.indices.contains(row) else { return nil }
        return known[row]
    }
}
