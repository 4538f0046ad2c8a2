import ParallaxCompute

extension SessionState {
    /// The document's text in the line editor.
    mutating func editDocument() {
        guard let trace else {
            notice = "there is no text to edit: this document could not be read; i begins a text of your own, O opens another file"
            return
        }
        guard let source = trace.source else {
            notice =
                trace.isCut
                ? "this text is longer than what is read of it and cannot be edited here; i begins a text of your own"
                : "this document is a conversation or bare ids; i begins a text of your own"
            return
        }
        guard source.utf8.count <= LineEditor.textLimit else {
            notice = LineEditor.refusal(of: source.utf8.count)
            return
        }
        mode = .prompting(.editDocument, editor: LineEditor(keepingLineEnds: source))
    }

    /// Special tokens that the shown document begins with. An edited text keeps them; a new one is what the tokenizer makes of it, as on
    /// the command line.
    private var opening: [Int] { trace?.opening ?? [] }

    /// Adds a document of the person's and shows it, unless that is not wanted.
    /// - Throws: `Complaint` where there are too many: they are never forgotten.
    mutating func add(_ content: OwnDocument.Content, original: DocumentID? = nil, showing: Bool = true) throws {
        let number = editing.ownDocuments.count - inventory.given.count + 1
        let bytes = editing.ownDocuments.values.reduce(content.byteCount) { $0 + $1.content.byteCount }
        guard number <= Self.ownLimit, bytes <= ownBytesLimit else {
            throw Complaint(
                "texts of your own", expected: "\(Self.ownLimit) of them and \(ownBytesLimit >> 20) MB in all at most", found: "one more",
                remedy: "put them into a workspace, or start anew with a larger --cache")
        }
        let title: String
        switch content {
        case .text where original != nil: title = "edit \(number) of \(inventory.title(original!))"
        case .text: title = "own text \(number)"
        case .chat: title = "own chat \(number)"
        case .ids: title = "continuation \(number)" + (original.map { " of \(inventory.title($0))" } ?? "")
        case .given(let place): title = inventory.given[place].title
        case .file(let path): title = "\(path.split(separator: "/").last ?? "file") (\(number))"
        }
        let index = DocumentID(inventory.documentTitles.count)
        editing.ownDocuments[index] = OwnDocument(
            title: title, content: content, prefix: original == nil || content.isIDs ? [] : opening, original: original)
        inventory.documentTitles.append(title)
        guard showing else { return }
        let position = position
        show(document: index)
        // An edited text is looked at where the original was.
        if original != nil { journey.arrival = .near(position) }
    }

    /// What an edited text has in common with its original, up to the first token that differs, is known: the model reads from left to right.
    mutating func inheritReadings(of document: DocumentID) {
        guard let original = editing.ownDocuments[document]?.original, let old = readings.traces[original],
            let new = readings.traces[document]
        else { return }
        let common = zip(old.ids, new.ids).prefix { $0 == $1 }.count
        for (key, reading) in readings.byVerbalizer.values(of: original) where key.position < common {
            var key = key
            key.place.document = document
            readings.byVerbalizer[key] = reading
        }
    }
}
