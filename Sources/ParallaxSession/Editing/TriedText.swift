import ParallaxCompute

/// The explanation at the cursor as the person has it, with what a screen and its questions ask of it at every key: worked out once for a text, so that
/// a key that does not change it costs nothing however long it is.
struct TriedText: Sendable {
    /// What it is worked out from: the explanation, what the person kept, and the sentence that is open.
    private let original: String
    private let kept: String
    private let open: Open?

    struct Open: Sendable {
        var index: Int
        var editor: LineEditor
    }

    private let originalList: [String]
    /// The sentences of the explanation.
    let originalSentences: Set<String>
    /// Those of what was kept, with the white space that follows them.
    let parts: ExplanationSegments
    /// What is in the editor, else what was kept, else the explanation.
    let text: String
    /// Its sentences; the open one stays one in its place, whatever stops are typed into it.
    let sentences: [String]
    /// The text where it differs from the explanation.
    let edited: String?
    /// Whether it is the explanation with whole sentences taken out and nothing else.
    let isDeletion: Bool
    /// The first sentence of the explanation that the text does not hold; nil where all are kept.
    let changedSentence: Int?

    /// - Parameter known: of a text before, of which most is the same.
    init(_ original: String, kept: String, open: Open?, known: TriedText?) {
        (self.original, self.kept, self.open) = (original, kept, open)
        if let known, known.original == original {
            (originalList, originalSentences) = (known.originalList, known.originalSentences)
        } else {
            originalList = ExplanationSegments(original).sentences
            originalSentences = Set(originalList)
        }
        let parts = known.flatMap { $0.kept == kept ? $0.parts : nil } ?? ExplanationSegments(kept)
        self.parts = parts
        var sentences = parts.sentences
        if let open, sentences.indices.contains(open.index) {
            let typed = open.editor.text
            sentences[open.index] = typed
            text = parts.replacing(open.index, with: typed)
        } else {
            text = kept
        }
        self.sentences = sentences
        guard text != original else {
            (edited, isDeletion, changedSentence) = (nil, false, nil)
            return
        }
        edited = text
        let after = ExplanationSegments(text).sentences, held = Set(after)
        isDeletion = after.count < originalList.count && held.isSubset(of: originalSentences)
        changedSentence = originalList.firstIndex { !held.contains($0) }
    }

    /// Strings that are one in memory are compared in a moment, and these are.
    func isOf(_ original: String, kept: String, open: Open?) -> Bool {
        guard open?.index == self.open?.index, original == self.original, kept == self.kept else { return false }
        guard let open, let own = self.open else { return true }
        return open.editor.hasText(of: own.editor)
    }

    /// Bytes that the text would have with another one in the place of the open sentence.
    func count(with editor: LineEditor) -> Int {
        guard let open, parts.parts.indices.contains(open.index) else { return kept.utf8.count }
        return text.utf8.count - open.editor.count + editor.count
    }
}

extension SessionState {
    /// Bytes of an explanation that a person makes longer: as much as a line takes, and more than an AR reads.
    static let explanationLimit = LineEditor.lineLimit

    /// Nil where there is no explanation.
    var triedText: TriedText? {
        guard let original = verbalReading?.text, let keptText else { return nil }
        var open: TriedText.Open?
        if case .editingSentence(let index, let editor) = mode { open = TriedText.Open(index: index, editor: editor) }
        if let tried, tried.isOf(original, kept: keptText, open: open) { return tried }
        return TriedText(original, kept: keptText, open: open, known: tried)
    }

    /// The sentences of the explanation itself.
    package var originalSentences: Set<String> { triedText?.originalSentences ?? [] }

    /// The sentences of the last paragraph of what was kept.
    package var lastParagraph: Range<Int> { triedText?.parts.lastParagraph ?? 0..<0 }

    /// Why a text of so many bytes is not kept; nil where it is. One that was longer from the start can be made shorter.
    func refusal(of bytes: Int, before: Int) -> String? {
        bytes > max(Self.explanationLimit, before) ? LineEditor.refusal(of: bytes, limit: Self.explanationLimit) : nil
    }
}
