import Synchronization

/// Cases from whole documents whose facts are known: what a calibration learns from and what a study judges by.
public struct ClaimGathering: Sendable {
    public let corpus: ClaimCorpus
    public let examiner: ClaimExaminer
    /// Whether a document's text says at a position what a claim states; nil where nobody knows.
    public let isTrue: @Sendable (_ claim: Claim, _ document: String, _ position: Int) -> Bool?

    public init(
        corpus: ClaimCorpus, examiner: ClaimExaminer,
        isTrue: @escaping @Sendable (_ claim: Claim, _ document: String, _ position: Int) -> Bool?
    ) {
        self.corpus = corpus
        self.examiner = examiner
        self.isTrue = isTrue
    }

    /// - Parameters:
    ///   - indices: documents, in the order of the cases.
    ///   - positions: which of a document's positions, ascending.
    ///   - progress: documents done; called from several threads, one at a time.
    /// What a document says that one of its copies among them has said before is left out, and copies count as one document.
    /// - Returns: the cases in the order of documents, positions and claims, what their explanations were like, and a sentence for each document or token that could not be read.
    public func cases(
        _ indices: [Int], positions: @Sendable (_ document: String, _ usable: [Int]) -> [Int], cancellation: Cancellation,
        progress: @Sendable (Int) -> Void
    ) throws -> (cases: [ClaimCase], texts: [SeenTexts.Form], complaints: [Complaint]) {
        let found = Mutex<(cases: [Int: [ClaimCase]], texts: [Int: [SeenTexts.Form]], complaints: [Complaint], done: Int)>(
            ([:], [:], [], 0))
        let copies = try corpus.copies(indices, cancellation: cancellation), repeated = copies.repeated(among: indices)
        try SideBySide.run(indices.count, together: corpus.model.sequencesTogether) { turn in
            let index = indices[turn], title = corpus.documents.titles[index]
            do {
                let trace = try corpus.trace(index, repeating: repeated[index] ?? [], cancellation: cancellation)
                let subjects = try corpus.subjects(index, trace, positions: positions(title, trace.positions), cancellation: cancellation)
                var cases: [ClaimCase] = [], read: [ExplanationInContext] = [], refused: [Complaint] = []
                for subject in subjects {
                    // An explanation that the AV or the AR cannot read is one token's, not its document's.
                    do {
                        cases += try examiner.cases(subject, isTrue: { isTrue($0, title, subject.position) }, cancellation: cancellation)
                        read.append(subject)
                    } catch let complaint as Complaint {
                        refused.append(complaint.at("\(title), position \(subject.position)"))
                    }
                }
                let first = copies.first(of: index)
                if first != index { for place in cases.indices { cases[place].copyOf = corpus.documents.titles[first] } }
                let forms = try forms(read, cancellation)
                found.withLock { [cases, refused] in
                    $0.cases[turn] = cases
                    $0.texts[turn] = forms
                    $0.complaints += refused
                }
            } catch let complaint as Complaint {
                found.withLock { $0.complaints.append(complaint) }
            }
            found.withLock {
                $0.done += 1
                progress($0.done)
            }
        }
        return found.withLock { found in
            (indices.indices.flatMap { found.cases[$0] ?? [] }, indices.indices.flatMap { found.texts[$0] ?? [] }, found.complaints)
        }
    }

    private func forms(_ subjects: [ExplanationInContext], _ cancellation: Cancellation) throws -> [SeenTexts.Form] {
        let known = subjects.compactMap { subject in subject.activation.map { (subject.explanation, $0) } }
        guard let width = known.first?.1.count else { return [] }
        let scores = try corpus.verbalizer.scores(of: known.map(\.0), for: Rows(known.map(\.1), width: width), cancellation: cancellation)
        return zip(known, scores).map { SeenTexts.Form($0.0, score: $1, rules: examiner.rules) }
    }

    /// Every `step`-th usable position of a document, beginning at a place that depends on its title, so that no kind of place is favoured.
    public static func every(_ step: Int) -> @Sendable (_ document: String, _ usable: [Int]) -> [Int] {
        { title, usable in
            let first = Int(clamping: RandomStream.number(0, title, 0, 0) % UInt64(clamping: max(step, 1)))
            return stride(from: first, to: usable.count, by: max(step, 1)).map { usable[$0] }
        }
    }
}
