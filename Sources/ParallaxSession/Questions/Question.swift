import ParallaxCompute

/// One piece of background work as a value: what determines its answer, where it runs, how soon it is painted, how a bench answers it and where the answer is kept.
///
///     struct NearestQuestion: Question { … }
///     state.nearest                               // wants it where it is lacking
///     engine.perform(.start(AnyQuestion(question)))   // answers it on its lane
///     state.update(.report(question.finished(answer)))  // keeps it
///
/// Equal questions are one question: an answer is accepted because its question is still wanted, never because of when it comes.
public protocol Question: Hashable, Sendable {
    associatedtype Answer: Sendable
    /// What is told before the whole answer; nothing, unless the question says otherwise.
    associatedtype Part: Sendable = Never

    var lane: Lane { get }
    var pace: Pace { get }
    /// The document that it is about; nil where it is about none, or many.
    var about: DocumentID? { get }

    /// - Throws: `Complaint`, or `CancellationError` once it is cancelled.
    func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> Answer
    /// The same where there are only texts that were made elsewhere.
    func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> Answer

    func keep(_ answer: Answer, in state: inout SessionState)
    func keep(part: Part, in state: inout SessionState)
    /// What a failure changes beyond being remembered and said.
    func fail(_ complaint: Complaint, in state: inout SessionState)
    /// What is taken back when nobody wants the answer any more.
    func withdraw(from state: inout SessionState)
    /// Whether a part is what the person waits for.
    func isAwaited(_ part: Part, in state: SessionState) -> Bool
}

/// Work of one lane is done one after the other; lanes run side by side.
public enum Lane: CaseIterable, Sendable {
    case model, effects, statistics, verbalizer, reconstructor, comparison, report, claims, features, search
}

/// How soon an answer is painted.
public enum Pace: Sendable {
    /// There within a few milliseconds as a rule: a paint may wait for it, so that a key and its figures make one paint.
    case quick
    /// As soon as it comes.
    case prompt
    /// It stands beside the readings and may follow them a moment later: painted with others, a few times a second at most.
    case aside
    /// Its parts are what is painted; the end brings nothing new.
    case inParts
}

extension Question {
    public var about: DocumentID? { nil }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> Answer {
        throw Inventory.needsModel
    }
    public func fail(_ complaint: Complaint, in state: inout SessionState) {}
    public func withdraw(from state: inout SessionState) {}
    public func isAwaited(_ part: Part, in state: SessionState) -> Bool { false }
}

extension Question where Part == Never {
    public func keep(part: Never, in state: inout SessionState) {}
}

extension Question where Part == Answer {
    /// What is known so far is kept as the whole will be.
    public func keep(part: Answer, in state: inout SessionState) { keep(part, in: &state) }
}

/// The last answer to a kind of question of which only the newest matters. It counts while its question is still the one that the state would ask.
public struct Latest<Asked: Question>: Sendable {
    public let question: Asked
    public let value: Asked.Answer

    init(_ question: Asked, _ value: Asked.Answer) {
        self.question = question
        self.value = value
    }

    /// The value, where it answers this question.
    public func value(for question: Asked?) -> Asked.Answer? { question == self.question ? value : nil }
}
