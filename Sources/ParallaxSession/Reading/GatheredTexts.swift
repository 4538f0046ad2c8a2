import ParallaxCompute

/// What the documents behind the statistics say: a copy of the one that is shown is left out as that one is, and copies count as one.
struct GatheredTexts: Sendable {
    private var titles: [String] = []
    private var texts: [[Int]] = []
    private var named: [String?] = []
    /// What documents say again, by document.
    private(set) var repeated: [Int: [Range<Int>]] = [:]
    /// Of documents that have copies, the number of the group's first, by title.
    private(set) var groups: [String: Int] = [:]

    /// - Parameters:
    ///   - numbers: documents in their order, read until they hold `most` tokens.
    /// - Throws: `CancellationError`.
    init(_ numbers: [Int], of documents: WorkspaceDocuments, _ instrument: Instrument, most: Int, _ cancellation: Cancellation) throws {
        var tokens = 0
        for number in numbers where tokens < most {
            try cancellation.check()
            let text = try Self.text(of: number, documents, instrument, cancellation)
            titles.append(documents.titles[number])
            texts.append(text)
            named.append(documents.group(number))
            tokens += text.count
        }
        let read = Array(numbers.prefix(texts.count)), copies = DocumentCopies(read, comparable: texts, named: named)
        repeated = copies.repeated(among: read)
        for group in copies.groups { for number in group { groups[documents.titles[number]] = group[0] } }
    }

    /// Nothing for a document that cannot be read.
    private static func text(
        of number: Int, _ documents: WorkspaceDocuments, _ instrument: Instrument, _ cancellation: Cancellation?
    ) throws -> [Int] {
        let reader = DocumentReader(model: instrument.model, tokenizer: instrument.tokenizer, documents: documents)
        do {
            let tokens = try reader.read(number, cancellation)
            return tokens.comparable.map { tokens.ids[$0] }
        } catch is Complaint { return [] }
    }

    /// The titles of a document, of what it was made from, and of all that are copies of these.
    func copies(of document: DocumentID, of instrument: Instrument) -> Set<String> {
        let documents = WorkspaceDocuments(instrument, also: document, readsBeginnings: true)
        var found = Set<String>()
        for shown in Set([document, instrument.library.original(document)]) {
            let title = instrument.library.title(shown)
            found.insert(title)
            let place = titles.firstIndex(of: title) ?? titles.count
            var (texts, named) = (texts, named)
            if place == titles.count {
                texts.append((try? Self.text(of: shown.index, documents, instrument, nil)) ?? [])
                named.append(documents.group(shown.index))
            }
            let copies = DocumentCopies(Array(texts.indices), comparable: texts, named: named)
            for other in copies.group(of: place) where other < titles.count { found.insert(titles[other]) }
        }
        return found
    }
}
