import ParallaxCompute

/// Claims without a screen: the same bench, the same examination, one token after the other.
public struct ClaimPages {
    private let bench: ModelBench
    private let claims = WorkspaceClaims()
    private let verbalizer: VerbalizerID
    /// Asked for what is the same for all.
    private let first: DocumentID

    /// Gathers the statistics that figures rest on.
    /// - Parameter first: the document whose pages are asked for first.
    /// - Throws: `Complaint`, `CancellationError`.
    public init(_ instrument: Instrument, verbalizer: VerbalizerID, first: DocumentID = 0, cancellation: Cancellation) throws {
        bench = ModelBench(instrument)
        self.verbalizer = verbalizer
        self.first = first
        _ = try bench.answer(StatisticsQuestion(), cancellation) { _ in }
    }

    private var parts: ClaimParts? { try? claims.parts(verbalizer, first, on: bench, cancellation: Cancellation()) }

    public var complaints: [Complaint] { parts?.complaints ?? [] }

    /// On what probabilities rest; nil without a calibration.
    public var basis: String? { parts?.calibration?.basis }

    /// Where claims can be examined.
    public func positions(_ document: DocumentID, cancellation: Cancellation) throws -> [Int] {
        let traced = try bench.traced(document, cancellation), loaded = bench.instrument.verbalizers[verbalizer],
            title = bench.instrument.library.title(document)
        return traced.ids.indices.filter {
            $0 >= ClaimCorpus.firstPosition && traced.exclusions[loaded.info.site]?[$0] == nil
                && !traced.special.contains($0)
                && loaded.explanations?.explains(TokenPlace(title: title, document: document.index, position: $0)) != false
        }
    }

    public func token(_ place: Place) -> String {
        (try? bench.traced(place.document, Cancellation())).flatMap {
            $0.ids.indices.contains(place.position) ? bench.instrument.tokenizer.texts([$0.ids[place.position]])[0] : nil
        } ?? ""
    }

    /// - Throws: `Complaint` for a position that the document does not have, and where nothing can be examined; `CancellationError`.
    public func page(_ place: Place, off: Set<ClaimTest>, usesText: Bool, cancellation: Cancellation) throws -> ClaimPage {
        let count = try bench.traced(place.document, cancellation).ids.count
        guard (0..<count).contains(place.position) else {
            throw Complaint(
                "--position", expected: "a position from 0 to \(count - 1) of \(bench.instrument.library.title(place.document))",
                found: "\(place.position)", remedy: "choose another token")
        }
        let subject = ClaimSubject(document: place.document, position: place.position, verbalizer: verbalizer, off: off, statistics: 0)
        var run = ClaimRun()
        return try claims.examine(subject, on: bench, continuing: &run, usesText: usesText, cancellation: cancellation) { _ in }
    }
}
