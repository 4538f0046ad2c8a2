import ParallaxCompute
import Synchronization

/// Puts the claims of an explanation to their tests. Synchronous; the bench gives it activations, explanations and vectors that it has.
public protocol ClaimExamining: Sendable {
    /// Counts what the tests will run; makes no forward pass that the screen has not made anyway.
    /// - Throws: `Complaint`, `CancellationError`.
    func estimate(_ subject: ClaimSubject, on bench: ModelBench, cancellation: Cancellation) throws -> ClaimEstimate

    /// - Parameters:
    ///   - run: what an examination of the same subject had measured when it was stopped, which is not made again; holds what has been measured when this ends,
    ///     however it ends.
    ///   - partial: takes the page after every test.
    /// - Throws: `Complaint`, `CancellationError`.
    func examine(
        _ subject: ClaimSubject, on bench: ModelBench, continuing run: inout ClaimRun, cancellation: Cancellation,
        partial: (ClaimPage) -> Void
    ) throws -> ClaimPage
}

/// Examines claims with the checkpoints of a workspace: takes activations and explanations from the bench, which has most of them already.
public final class WorkspaceClaims: ClaimExamining {
    /// Rules, checkpoints and calibration by verbalizer; without a calibration what a document is held against leaves that document out, and only
    /// the last one's is kept.
    private let parts = Mutex<[VerbalizerID: (document: DocumentID, parts: ClaimParts)]>([:])
    /// Floating-point operations a second that examinations have reached.
    private let speed = Mutex<Double?>(nil)

    /// Before anything was measured: what two cores do with small products.
    private static let cautiousSpeed = 20e9

    public init() {}

    public func parts(_ verbalizer: VerbalizerID, _ document: DocumentID, on bench: ModelBench, cancellation: Cancellation) throws
        -> ClaimParts
    {
        if let known = parts.withLock({ $0[verbalizer] }), known.parts.calibration != nil || known.document == document {
            return known.parts
        }
        let statistics = bench.statistics(for: document, at: bench.instrument.verbalizers[verbalizer].info.site)
        let made = try bench.instrument.claimParts(
            verbalizer, statistics: statistics, elsewhere: { try bench.explanationsElsewhere(document, verbalizer, cancellation) },
            cancellation: cancellation)
        // Before statistics are there, there is no mean activation: look again.
        if made.calibration != nil || statistics != nil { parts.withLock { $0[verbalizer] = (document, made) } }
        return made
    }

    public func estimate(_ subject: ClaimSubject, on bench: ModelBench, cancellation: Cancellation) throws -> ClaimEstimate {
        let parts = try parts(subject.verbalizer, subject.document, on: bench, cancellation: cancellation)
        let explanation = try bench.explanationInContext(subject, options: parts.examiner.options, around: false, cancellation)
        let budget = parts.examiner.budget(explanation, off: subject.off)
        return ClaimEstimate(
            budget, expectedSeconds: budget.flops / (speed.withLock { $0 } ?? Self.cautiousSpeed),
            claims: parts.rules.claims(of: explanation.explanation, edits: subject.edits),
            classes: parts.rules.names)
    }

    public func examine(
        _ subject: ClaimSubject, on bench: ModelBench, continuing run: inout ClaimRun, cancellation: Cancellation,
        partial: (ClaimPage) -> Void
    ) throws -> ClaimPage {
        try examine(subject, on: bench, continuing: &run, usesText: true, cancellation: cancellation, partial: partial)
    }

    /// - Parameter usesText: whether tests that read the document's text decide.
    func examine(
        _ subject: ClaimSubject, on bench: ModelBench, continuing run: inout ClaimRun, usesText: Bool, cancellation: Cancellation,
        partial: (ClaimPage) -> Void
    ) throws -> ClaimPage {
        let parts = try parts(subject.verbalizer, subject.document, on: bench, cancellation: cancellation)
        let explanation = try bench.explanationInContext(subject, options: parts.examiner.options, around: true, cancellation)
        let start = ContinuousClock.now, isWhole = run.made.isEmpty
        let reference = bench.reference(for: subject.document, at: bench.instrument.verbalizers[subject.verbalizer].info.site)
        let misfit = try bench.instrument.misfit(explanation, parts, subject.verbalizer, cancellation)
        func told(_ page: ClaimPage) -> ClaimPage {
            var page = page
            page.misfit = misfit
            page.isTaught = parts.calibration.map { $0.documents.contains(bench.instrument.library.title(subject.document)) }
            return page
        }
        let page = told(
            try parts.examiner.page(
                explanation, continuing: &run, off: subject.off, calibration: misfit == nil ? parts.calibration : nil, reference: reference,
                usesText: usesText, cancellation: cancellation
            ) { partial(told($0)) })
        let seconds = start.duration(to: .now) / .seconds(1)
        if isWhole, page.runs.flops > 0, seconds > 0 { speed.withLock { $0 = page.runs.flops / seconds } }
        return page
    }
}

extension ModelBench {
    /// An explanation as the person has it, with what surrounds it.
    /// - Parameter around: whether neighbouring positions are explained as well.
    func explanationInContext(_ subject: ClaimSubject, options: ClaimOptions, around: Bool, _ cancellation: Cancellation) throws
        -> ExplanationInContext
    {
        let document = subject.document, position = subject.position, loaded = instrument.verbalizers[subject.verbalizer]
        let traced = try traced(document, cancellation)
        let excluded = traced.exclusions[loaded.info.site]
        let neighbours =
            around
            ? (position - options.reach...position + options.reach).filter {
                $0 != position && $0 >= ClaimCorpus.firstPosition && $0 < traced.ids.count && excluded?[$0] == nil
            } : []
        let explained = try explained([position] + neighbours, document, subject.verbalizer, cancellation)
        guard let own = explained[position] else {
            throw Complaint("claims", expected: "an explanation of this token", found: "none", remedy: "choose a token that has one")
        }
        let place = TokenPlace(title: instrument.library.title(document), document: document.index, position: position)
        return ExplanationInContext(
            document: place.title, position: position, activation: traced.states[loaded.info.site]?[position],
            explanation: subject.text ?? own.written.text,
            verbalization: subject.text == nil ? own.written.verbalization : nil,
            visibleText: instrument.tokenizer.decode(Array(traced.ids[...position]), skipSpecialTokens: true),
            neighbours: neighbours.compactMap { explained[$0]?.written.text }, samples: own.written.stated?.samples.map(\.text) ?? [],
            mimic: instrument.mimic?.explanation(document: place.title, number: document.index, position: position)?.text,
            edits: subject.edits)
    }

    /// An explanation of the middle of each of the next documents.
    func explanationsElsewhere(_ document: DocumentID, _ verbalizer: VerbalizerID, _ cancellation: Cancellation) throws -> [ClaimBackground
        .Explanation]
    {
        var found: [ClaimBackground.Explanation] = []
        let count = instrument.library.count
        for step in 1..<max(count, 1) where found.count < ClaimOptions().elsewhere {
            let other = DocumentID((document.index + step) % count)
            guard instrument.library.own(other) == nil, let length = (try? traced(other, cancellation))?.ids.count, length > 0 else {
                continue
            }
            try cancellation.check()
            if let text = try explained([length / 2], other, verbalizer, cancellation)[length / 2]?.written.text {
                found.append(.init(document: instrument.library.title(other), text: text))
            }
        }
        return found
    }
}
