import ParallaxCompute
import Synchronization

/// What answers the questions of a session: the checkpoints of a workspace, or texts alone.
///
/// Synchronous and free of any terminal, so that `--plain` and tests get the same figures as the screen.
public protocol Bench: Sendable {
    var workspace: Workspace { get }
    var inventory: Inventory { get }

    /// Puts a document of the person's behind the others.
    func add(_ document: OwnDocument)

    /// - Parameter partial: takes what is known before the whole answer.
    /// - Throws: `Complaint`, or `CancellationError` once the question is cancelled.
    func answer<Asked: Question>(_ question: Asked, _ cancellation: Cancellation, partial: (Asked.Part) -> Void) throws -> Asked.Answer
}

extension ModelBench: Bench {
    public var workspace: Workspace { instrument.workspace }
    public var inventory: Inventory { instrument.inventory }

    public func answer<Asked: Question>(_ question: Asked, _ cancellation: Cancellation, partial: (Asked.Part) -> Void) throws
        -> Asked.Answer
    {
        try question.answer(on: self, cancellation, partial: partial)
    }
}

/// Answers questions with the checkpoints of a workspace, one at a time per lane, and keeps what is dear to make again: activations, codes, explanations, vectors.
public final class ModelBench: Sendable {
    public let instrument: Instrument
    let traces: RecentlyUsed<DocumentID, TracedDocument>
    /// Dictionaries that have been held against a document.
    let checked = Mutex<Set<DictionaryID>>([])
    let encodings: RecentlyUsed<DictionaryKey, Encoding>
    let codes: RecentlyUsed<DictionaryKey, Codes>
    /// The NLA's vectors of a few tokens of other documents, for controls.
    let mismatched: RecentlyUsed<MismatchedVectors.Key, MismatchedVectors>
    let explanations: RecentlyUsed<VerbalKey, Explanation>
    let gathered = Mutex<GatheredStatistics?>(nil)
    let claimPages: RecentlyUsed<ClaimSubject, KnownClaims>
    /// For what a pass of the model makes anew.
    let activationBytes: ByteBudget
    let claimExaminer: (any ClaimExamining)?
    /// Operations of a forward pass from which its tokens are told before its end: a tenth of a second or so. What is quicker would only flicker.
    let toldFrom: Double
    /// The last one; a set of records is large.
    let comparison = Mutex<BegunComparison?>(nil)

    public init(
        _ instrument: Instrument, claims: (any ClaimExamining)? = WorkspaceClaims(), cache: CacheBudget = .standard, toldFrom: Double = 4e9
    ) {
        self.instrument = instrument
        self.toldFrom = toldFrom
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
        /// With what it was made.
        var batch: ExplanationBatch
        /// `[d]`; nil without an AR, and where the AR cannot read the text.
        var reconstruction: [Float]?
        /// Why the AR cannot read it.
        var unread: Complaint?
    }
}
