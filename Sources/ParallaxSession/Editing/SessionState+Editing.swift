import ParallaxCompute

extension SessionState {
    /// The features that the left pane lists: with the person's edits where there are any.
    public var shownFeatures: [DictionaryReading.Feature] {
        (editedDictionaryReading ?? dictionaryReading)?.features ?? []
    }

    /// The sentences that the right pane lists. The one that is open stays one in its place, whatever stops are typed into it.
    public var sentences: [String] {
        triedText?.sentences ?? []
    }

    /// Enter, x, s, a and u in the panes.
    mutating func changeReading(_ command: Command) {
        switch (pane, command) {
        case (.explanation, .confirm): openSentence()
        case (.explanation, .switchOff): removeSentence()
        case (.explanation, .restore):
            if let verbalKey { set(nil, of: verbalKey) }
        case (.grid, .confirm): retryHere()
        case (.grid, .restore): restoreAll()
        case (_, .addFeature):
            if dictionary != nil {
                mode = .searching(.feature, editor: LineEditor(), highlighted: 0)
            } else {
                notice = "no dictionary at \(siteName)"
            }
        case (.features, .switchOff): toggleHighlighted()
        case (.features, .scaleFeature), (.features, .confirm):
            if let feature = highlighted { mode = .prompting(.scaleFeature(feature.id), editor: LineEditor()) }
        case (.features, .restore): setFeatureEdits([:])
        default: notice = "Tab to the features or the explanation first"
        }
    }

    private var highlighted: DictionaryReading.Feature? {
        shownFeatures.indices.contains(highlightedFeature) ? shownFeatures[highlightedFeature] : nil
    }

    private mutating func setFeatureEdits(_ edits: [Int: FeatureEdit]) {
        guard let dictionary else { return }
        set(edits, of: FeatureEditKey(place: place, dictionary: dictionary))
    }

    private mutating func toggleHighlighted() {
        guard let feature = highlighted else { return }
        var edits = currentFeatureEdits
        edits[feature.id] = edits[feature.id] == .off ? nil : .off
        setFeatureEdits(edits)
    }

    private mutating func restoreAll() {
        setFeatureEdits([:])
        if let verbalKey { set(nil, of: verbalKey) }
    }

    private mutating func retryHere() {
        guard let verbalKey else { return }
        readings.stopped.remove(verbalKey)
    }

    private mutating func openSentence() {
        guard let sentences = triedText?.sentences else {
            notice = verbalizer == nil ? "no NLA at \(siteName)" : "no explanation here yet"
            return
        }
        let index = max(0, min(highlightedSentence, sentences.count - 1))
        guard sentences.indices.contains(index) else { return }
        mode = .editingSentence(index: index, editor: LineEditor(sentences[index]))
    }

    private mutating func removeSentence() {
        guard let verbalKey, let segments = triedText?.parts, segments.parts.indices.contains(highlightedSentence) else { return }
        keep(segments.removing(highlightedSentence), for: verbalKey)
        highlightedSentence = max(0, min(highlightedSentence, segments.parts.count - 2))
    }

    /// A text equal to the original is no edit.
    mutating func keep(_ text: String, for key: VerbalKey) {
        guard text != readings.byVerbalizer[key]?.value.text else {
            set(nil, of: key)
            return
        }
        if let refusal = refusal(of: text.utf8.count, before: currentText?.utf8.count ?? 0) {
            notice = refusal
            return
        }
        // Asked before the text is kept: while a sentence is open the figures are of the text with it.
        let figures = text == currentText ? editedFigures : nil
        set(text, of: key)
        var history = editing.textHistories[key] ?? TextHistory()
        history.add(text, figures)
        editing.textHistories[key] = history
    }

    /// Enter keeps the sentence, Esc leaves it as it was.
    mutating func finishSentence(_ command: Command, _ index: Int, _ editor: LineEditor) {
        guard let verbalKey, command == .confirm || command == .cancel else { return }
        if command == .confirm, let currentText { keep(currentText, for: verbalKey) }
        mode = .browsing
        highlightedSentence = max(0, min(highlightedSentence, sentences.count - 1))
    }

    mutating func answer(_ command: Command, _ question: Mode.Question, _ editor: LineEditor) {
        switch command {
        case .moveUp, .moveDown: return recall(command == .moveUp ? -1 : 1, question, editor)
        case .nextPane: return complete(question, editor)
        case .cancel:
            editing.answers.end()
            mode = openClaims.map(Mode.claims) ?? .browsing
            if case .verdictFile = question { declineVerdictFile() }
        case .confirm:
            do {
                mode = openClaims.map(Mode.claims) ?? .browsing
                try apply(editor, to: question)
                editing.answers.add(editor.text, to: question)
            } catch {
                mode = .prompting(question, editor: editor)
                notice = "\(error)"
            }
        default: break
        }
    }

    private mutating func apply(_ editor: LineEditor, to question: Mode.Question) throws {
        let text = editor.text
        let words = text.split(whereSeparator: \.isWhitespace)
        switch question {
        case .newText, .newChat, .editDocument, .openFile:
            guard !words.isEmpty else {
                throw Complaint("text", expected: "some words", found: "none", remedy: "type or paste them, or leave with Esc")
            }
            switch question {
            case .newText: try add(.text(text))
            case .newChat: try add(.chat(text))
            case .editDocument: if text != trace?.source { try add(.text(text), original: document) }
            default: try add(.file(text.trimmingWhitespace()))
            }
            return
        case .continueText: return try continueText(by: words.map { String($0) })
        case .claimValue(let focus): return try putValue(text, focus)
        case .claimSplit(let focus): return try splitClaim(at: editor, focus)
        case .verdictFile: return try nameVerdictFile(text)
        case .scaleFeature, .addFeature: break
        }
        guard dictionary != nil else { return }
        var edits = currentFeatureEdits
        switch question {
        case .scaleFeature(let feature):
            guard words.count == 1, let factor = Float(words[0]), factor.isFinite else {
                throw Complaint(
                    "scale", expected: "one number (0.5 halves the feature)", found: "\"\(text)\"",
                    remedy: "type a number or leave with Esc")
            }
            edits[feature] = .scale(factor)
        case .addFeature(let feature):
            // Without an activation the feature comes in as strong as the strongest one here.
            let strongest = dictionaryReading?.features.first?.activation ?? 1
            guard words.count <= 1, let activation = words.first.map({ Float($0) }) ?? strongest, activation.isFinite else {
                throw Complaint(
                    "activation", expected: "one number", found: "\"\(text)\"", remedy: "type for example 3.5, or nothing for \(strongest)")
            }
            edits[feature] = .set(activation)
        default: return
        }
        setFeatureEdits(edits)
    }

    /// The open editor after a key; nothing where none is open.
    mutating func keep(_ editor: LineEditor) {
        notice = editor.refusal
        switch mode {
        case .editingSentence(let index, let old):
            if let tried = triedText, let refusal = refusal(of: tried.count(with: editor), before: tried.text.utf8.count),
                editor.count > old.count
            {
                notice = refusal
                return
            }
            mode = .editingSentence(index: index, editor: editor)
        case .prompting(let question, _): mode = .prompting(question, editor: editor)
        case .searching(let search, let old, let highlighted):
            mode = .searching(search, editor: editor, highlighted: old.text == editor.text ? highlighted : 0)
        default: break
        }
    }
}
