import ParallaxCompute

/// What comes back of a question: a part, the answer, or a failure. Only a question makes one, of what its kind is answered, so that no other answer can come to it.
public struct Report: Sendable {
    public enum Outcome: Sendable {
        /// More of this question follows.
        case partial
        case finished
        case failed(Complaint)
    }

    public let question: AnyQuestion
    public let outcome: Outcome
    /// Whether it is what the person waits for.
    private let isAwaited: @Sendable (SessionState) -> Bool
    let keep: @Sendable (inout SessionState) -> Void

    fileprivate init(
        _ question: some Question, _ outcome: Outcome, isAwaited: @escaping @Sendable (SessionState) -> Bool = { _ in true },
        keep: @escaping @Sendable (inout SessionState) -> Void
    ) {
        self.question = AnyQuestion(question)
        self.outcome = outcome
        self.isAwaited = isAwaited
        self.keep = keep
    }

    /// When what it brings is painted: at once what answers the person, a few times a second what streams or fills the background.
    public enum Urgency: Sendable {
        case none, soon, now
    }

    /// - Parameter state: before it takes the report.
    public func urgency(in state: SessionState) -> Urgency {
        guard state.outstanding.contains(question) else { return .none }
        switch outcome {
        case .partial: return isAwaited(state) ? .now : .soon
        case .failed: return .now
        case .finished:
            switch question.pace {
            case .quick, .prompt: return .now
            case .aside: return .soon
            case .inParts: return .none
            }
        }
    }
}

extension Question {
    public func partial(_ part: Part) -> Report {
        Report(self, .partial, isAwaited: { isAwaited(part, in: $0) }) { keep(part: part, in: &$0) }
    }
    public func finished(_ answer: Answer) -> Report { Report(self, .finished) { keep(answer, in: &$0) } }
    public func failed(_ complaint: Complaint) -> Report { Report(self, .failed(complaint)) { fail(complaint, in: &$0) } }
}

extension SessionState {
    /// Takes a report if its question is still wanted; anything else is dropped by its identity.
    mutating func receive(_ report: Report) {
        guard outstanding.contains(report.question) else { return }
        switch report.outcome {
        case .partial: report.keep(&self)
        case .finished:
            outstanding.remove(report.question)
            report.keep(&self)
        case .failed(let complaint):
            outstanding.remove(report.question)
            failures[report.question] = complaint
            notice = complaint.description
            report.keep(&self)
            forgetFailures()
            if inventory.complaints.count < Self.mostComplaints, !inventory.complaints.contains(complaint) {
                inventory.complaints.append(complaint)
            }
        }
    }

    /// More sentences than a person reads; each failure is also said where it happened.
    private static let mostComplaints = 500

    public func isOutstanding(_ question: some Question) -> Bool { !outstanding.isEmpty && outstanding.contains(AnyQuestion(question)) }

    public func failure(of question: some Question) -> Complaint? { failures.isEmpty ? nil : failures[AnyQuestion(question)] }
}
