import ParallaxCompute

/// A question of any kind: what is wanted, under way or failed is a set of these. The only place where the kind of a question is forgotten.
public struct AnyQuestion: Hashable, Sendable {
    public let question: any Question
    /// Tells most questions apart without opening them.
    private let kind: ObjectIdentifier

    public init<Asked: Question>(_ question: Asked) {
        self.question = question
        kind = ObjectIdentifier(Asked.self)
    }

    public static func == (a: Self, b: Self) -> Bool { a.kind == b.kind && a.question.isEqual(to: b.question) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        question.hash(into: &hasher)
    }

    /// The question, where it is of this kind.
    public func of<Asked: Question>(_ kind: Asked.Type) -> Asked? { self.kind == ObjectIdentifier(kind) ? question as? Asked : nil }

    public var lane: Lane { question.lane }
    public var pace: Pace { question.pace }
    public var about: DocumentID? { question.about }

    /// - Parameter partial: takes what is known before the whole answer.
    /// - Throws: `Complaint`, or `CancellationError` once it is cancelled.
    public func answer(on bench: any Bench, _ cancellation: Cancellation, partial: (Report) -> Void) throws -> Report {
        try question.report(from: bench, cancellation, partial: partial)
    }

    public func failed(_ complaint: Complaint) -> Report { question.failed(complaint) }

    func withdraw(from state: inout SessionState) { question.withdraw(from: &state) }
}

extension Question {
    fileprivate func isEqual(to other: any Question) -> Bool { (other as? Self) == self }

    fileprivate func report(from bench: any Bench, _ cancellation: Cancellation, partial: (Report) -> Void) throws -> Report {
        finished(try bench.answer(self, cancellation) { partial(self.partial($0)) })
    }
}

extension [AnyQuestion] {
    mutating func append(_ question: some Question) { append(AnyQuestion(question)) }
}

extension Collection<AnyQuestion> {
    /// The first of this kind that fits.
    public func first<Asked: Question>(_ kind: Asked.Type, where fits: (Asked) -> Bool = { _ in true }) -> Asked? {
        for asked in self {
            if let question = asked.of(kind), fits(question) { return question }
        }
        return nil
    }
}
