import ParallaxCompute

/// A document with what the model makes of it: the most likely tokens, one after the other.
public struct ContinueQuestion: Question {
    public var document: DocumentID
    /// New tokens at most; with none a conversation gets the prompt for the answer alone.
    public var count: Int

    public init(document: DocumentID, count: Int) {
        self.document = document
        self.count = count
    }

    public struct Answer: Sendable {
        public var ids: [Int]
        /// The first token that was made; of none, the last one of the prompt.
        public var first: Int
        /// Why it ends before the count.
        public var ending: String?

        public init(ids: [Int], first: Int, ending: String? = nil) {
            self.ids = ids
            self.first = first
            self.ending = ending
        }
    }

    public var lane: Lane { .model }
    public var pace: Pace { .prompt }
    public var about: DocumentID? { document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Int) -> Void) throws -> Answer {
        try bench.continued(document, by: count, cancellation, partial)
    }

    public func keep(part: Int, in state: inout SessionState) {
        state.editing.continued = part
        state.sayContinuing()
    }

    public func keep(_ answer: Answer, in state: inout SessionState) {
        state.editing.continuing = nil
        // Whoever has gone elsewhere meanwhile, or has a line or a page open, is not pulled away: what is typed belongs to this text.
        let isWaitedFor = state.mode == .browsing && state.document == document
        do {
            try state.add(.ids(answer.ids), original: document, showing: isWaitedFor)
            guard isWaitedFor else {
                state.notice =
                    "the text goes on in \(state.inventory.documentTitles.last ?? "a document of its own"), the last one of the list (o)"
                return
            }
            state.go(to: Place(document: state.document, position: answer.first), isKnown: false)
            state.notice = answer.ending
        } catch { state.notice = "\(error)" }
    }

    public func fail(_ complaint: Complaint, in state: inout SessionState) {
        state.editing.continuing = nil
        // Asked again it is made again.
        state.failures[AnyQuestion(self)] = nil
    }
}

extension ModelBench {
    func continued(_ document: DocumentID, by count: Int, _ cancellation: Cancellation, _ partial: (Int) -> Void) throws
        -> ContinueQuestion.Answer
    {
        let model = instrument.model, prompt = try instrument.library.prompt(of: document, cancellation)
        let stop = model.configuration.stopTokenIDs(instrument.tokenizer)
        let room = instrument.library.limit - prompt.count
        guard count > 0, room > 0 else {
            if count > 0 {
                throw Complaint(
                    "document \(instrument.library.title(document))", expected: "room in the model's context to go on", found: "none",
                    remedy: "take a shorter text")
            }
            return .init(ids: prompt, first: prompt.count - 1)
        }
        var made = 0
        let generation = try model.generate(
            [.init(.tokens(prompt))], sampling: Sampling(maximumTokens: min(count, room)), cancellation: cancellation
        ) { _, id in
            made += 1
            partial(made)
            return stop.contains(id)
        }[0]
        let ending =
            generation.ending == .stopToken && generation.ids.count < count
            ? "the model ends here, after \(generation.ids.count) \(generation.ids.count == 1 ? "token" : "tokens")"
            : room < count ? "the model's context is full here" : nil
        return .init(ids: prompt + generation.ids, first: prompt.count, ending: ending)
    }
}

extension SessionState {
    /// Where a person says nothing.
    private static let usualContinuation = 20
    /// More than a person walks through at a time.
    private static let longestContinuation = 2000

    mutating func askForContinuation() {
        guard trace != nil else {
            notice = "there is no text to go on with yet"
            return
        }
        mode = .prompting(.continueText, editor: LineEditor())
    }

    mutating func continueText(by words: [String]) throws {
        guard words.count <= 1, let count = words.first.map({ Int(foreign: $0) }) ?? Self.usualContinuation,
            (0...Self.longestContinuation).contains(count)
        else {
            throw Complaint(
                "continuation", expected: "one number from 0 to \(Self.longestContinuation)", found: "\"\(words.joined(separator: " "))\"",
                remedy: "type how many tokens, or nothing for \(Self.usualContinuation)")
        }
        editing.continuing = ContinueQuestion(document: document, count: count)
        editing.continued = 0
        sayContinuing()
    }

    mutating func sayContinuing() {
        guard let question = editing.continuing else { return }
        notice = "going on with the text: \(editing.continued) of \(question.count) tokens, Esc stops"
    }
}
