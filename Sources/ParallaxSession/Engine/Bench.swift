import ParallaxCompute
import Synchronization

/// Answers requests, one at a time per lane, and keeps what is dear to make again: activations, codes, explanations, vectors.
public final class Bench: Sendable {
    public let instrument: Instrument
    let traces: RecentlyUsed<Int, TracedDocument>
    /// Dictionaries that have been held against a document.
    let checked = Mutex<Set<Int>>([])
    let encodings: RecentlyUsed<DictionaryKey, Encoding>
    let codes: RecentlyUsed<DictionaryKey, Codes>
    /// The NLA's vectors of a few tokens of other documents, for controls.
    let mismatched: RecentlyUsed<DictionaryKey, MismatchedVectors>
    let explanations: RecentlyUsed<VerbalKey, Explanation>
    let gathered = Mutex<GatheredStatistics?>(nil)
    let claimPages: RecentlyUsed<ClaimSubject, KnownClaims>
    /// For what a pass of the model makes anew.
    let activationBytes: ByteBudget
    let claimExaminer: (any ClaimExamining)?
    /// The last one; a set of records is large.
    let comparison = Mutex<BegunComparison?>(nil)

    public init(_ instrument: Instrument, claims: (any ClaimExamining)? = WorkspaceClaims(), cache: CacheBudget = .standard) {
        self.instrument = instrument
        activationBytes = ByteBudget(limit: cache.activations)
        traces = RecentlyUsed(activationBytes)
        encodings = RecentlyUsed(activationBytes)
        codes = RecentlyUsed(activationBytes)
        // What takes seconds to make is not forgotten for what takes a moment.
        let words = ByteBudget(limit: cache.words)
        mismatched = RecentlyUsed(words)
        explanations = RecentlyUsed(words)
        claimPages = RecentlyUsed(words)
        claimExaminer = claims
    }

    /// Puts a document of the person's behind the others.
    public func add(_ document: OwnDocument) { instrument.library.add(document) }

    /// A dictionary over a document.
    struct Encoding: Sendable {
        var codes: [SparseCode]
        /// `[T, d]`
        var reconstructions: Rows
    }

    /// An explanation and what it reconstructs.
    struct Explanation: Sendable {
        var written: WrittenExplanation
        /// `[d]`; nil without an AR, and where the AR cannot read the text.
        var reconstruction: [Float]?
        /// Why the AR cannot read it.
        var unread: Complaint?
    }

    /// - Parameter partial: takes what is known before the whole answer.
    /// - Throws: `Complaint`, or `CancellationError` once the request is cancelled.
    public func answer(_ request: Request, _ cancellation: Cancellation, partial: (Response) -> Void) throws -> Response {
        switch request {
        case .openDictionaries:
            let opened = instrument.dictionaries
            return .dictionaries(opened.elements.map(\.info), opened.complaints)
        case .openVerbalizers:
            let opened = instrument.verbalizers
            return .verbalizers(opened.elements.map(\.info), opened.complaints)
        case .trace(let document):
            return .trace(try documentTrace(document, cancellation))
        case .statistics:
            return try gatherStatistics(cancellation, partial)
        case .dictionary(let document, let dictionary, _):
            let readings = try readings(of: document, dictionary, cancellation)
            if checked.withLock({ $0.insert(dictionary).inserted }) {
                // The figures are shown while the check is under way.
                partial(.dictionary(readings))
                do {
                    if let complaint = try check(dictionary, on: document, cancellation) { partial(.dictionaryComplaint(complaint)) }
                } catch {
                    checked.withLock { _ = $0.remove(dictionary) }
                    throw error
                }
            }
            return .dictionary(readings)
        case .featureEdit(let document, let position, let dictionary, let edits, _):
            return .featureEdit(try reading(of: document, position, dictionary, edits, cancellation))
        case .verbalize(let document, let positions, let verbalizer, _):
            return try verbalize(document, positions, verbalizer, cancellation, partial)
        case .textEdit(let document, let position, let verbalizer, let text, _):
            return .textEdit(try figures(of: [text], document, position, verbalizer, cancellation)[0])
        case .noise(let document, let position, let verbalizer, let sentence, _):
            return .noise(try noise(document, position, verbalizer, sparing: sentence, cancellation))
        case .lensRow(let document, let row):
            return .lensRow(try lens(document, row: row, cancellation))
        case .lensColumn(let document, let position):
            return .lensColumn(try lens(document, position: position, cancellation))
        case .promoted(let dictionary, let features):
            return .promoted(try promoted(dictionary, features))
        case .agreement(let pair):
            return .agreement(try agreement(pair, cancellation))
        case .mismatch(let document, let position, let dictionary, let verbalizer):
            return .mismatch(try mismatch(document, position, dictionary, verbalizer, cancellation))
        case .splice(let subject):
            return .splice(try splice(subject, cancellation))
        case .spliceNoise(let subject, let sentence):
            return .spliceNoise(try spliceNoise(subject, sparing: sentence, cancellation))
        case .featureSearch(let dictionary, let words):
            return .features(try search(dictionary, words, cancellation))
        case .firings(let dictionary, let feature, _):
            return .firings(try firings(of: feature, dictionary, cancellation, partial))
        case .nearest(let dictionary, let feature):
            return .nearest(try nearest(to: feature, dictionary, cancellation))
        case .sweep(let document, let position, let row):
            return .sweep(try sweep(document, position, row: row, cancellation))
        case .comparison(let key, let first):
            return try compare(key, first: first, cancellation, partial)
        case .comparisonReport(let key, let scope, _):
            return .comparisonReport(try report(key, scope, cancellation))
        case .differing(let key, let first, let second, _):
            return .differing(try differing(key, first, second, cancellation))
        case .claimEstimate(let subject):
            return .claimEstimate(try estimate(subject, cancellation))
        case .claims(let subject):
            return .claims(try claims(subject, cancellation, partial))
        case .judge(let note):
            return .judged(try append(note))
        case .write(let written):
            return .written(try FindingWriter(workspace, checkpoints: instrument.checkpoints(of:)).write(written.finding))
        }
    }
}
