import Foundation

/// A document as a file of explanations knows it: some of its positions, and as a rule their tokens.
public struct ExplanationDocument: Sendable, Equatable {
    let name: ExplanationIndex.DocumentName
    /// Positions with an explanation or a sample, in order.
    public let positions: [Int]

    /// The document's id; nil where the rows name none. A number is a document's place among all, from 0.
    public var id: String? {
        switch name {
        case .id(let id): id
        case .number(let number): "\(number)"
        case .any: nil
        }
    }
}

extension ExplanationFile {
    /// Positions that are read of a document at most: what a screen can go through.
    public static let longestDocument = 1 << 16

    /// The tokens of a document up to the last one that the file knows of; nil where it does not say the token.
    public func tokens(of document: ExplanationDocument) -> [String?] {
        let known = tokens?.map(Optional.some) ?? []
        let last = document.positions.last ?? -1
        var texts = Array(known.prefix(Self.longestDocument))
        let count = min(Self.longestDocument, max(texts.count, last + 1))
        texts += Array(repeating: nil, count: count - texts.count)
        for position in document.positions where position < count && texts[position] == nil {
            texts[position] = explanation(of: document, position: position)?.token
        }
        return texts
    }
}

/// Explanations that were made elsewhere: a verbalizer without a model.
///
///     let file = try ExplanationFile.open(url)
///     file.explanation(document: "doc07", position: 21)?.text
///     file.samples(document: "doc07", position: 21).map(\.text)
///
/// What a file is, its content says. Read are
/// - JSONL rows `{"document", "position", "text", "token", "tokens", "logprob", "truncated", "site" or "layer"}`; position and text must
///   be there, other numbers are kept as figures
/// - the JSON that `parallax verbalize --json` prints: the row is the position
/// - the transcripts published with the first NLAs: `[ 12]  REPLY   token=' x'  ||v||=…  cos=…` over indented text, with the samples at
///   their end
/// - Neuronpedia's saved pages of an NLA (`resultJson`), and the answers of its server, whole or streamed
///
/// Only places are kept: a text is read when it is asked for. Where a position has several rows the first one counts, and in JSONL and
/// lists the further ones are samples of the same activation.
public struct ExplanationFile: Sendable {
    public let url: URL
    /// Where the activations were taken, if the file says so.
    public let site: Site?
    /// Rows that are no explanations, each with its line; the others are used.
    public let complaints: [Complaint]
    /// Var, as the header says it or as the rows imply it; nil where nothing tells.
    public let variance: StatedVariance?

    private let header: ExplanationHeader
    private let storage: any ByteStorage
    private let format: any ExplanationFormat
    private let places: [ExplanationIndex.Key: Range<Int>]
    private let further: [ExplanationIndex.Key: [Range<Int>]]

    /// What a pipe may give in the place of a file.
    private static let longestStream = 64 << 20

    /// - Parameter encoding: where the file is not UTF-8.
    /// - Throws: `Complaint` where the file cannot be read or holds no explanation.
    public static func open(_ url: URL, encoding: TextEncoding? = nil) throws -> ExplanationFile {
        let file = try TextStorage.open(url.path, stream: longestStream, encoding: encoding)
        let format = format(of: file.bytes)
        // A row of JSON is checked where it is read; a transcript is a text as a whole.
        if format is ExplanationTranscript, UTF8Check.firstWrong(file.bytes) != nil {
            _ = try TextReading.string(file.bytes, subject: url.path)
        }
        var index = ExplanationIndex(url.path, file)
        format.index(file.bytes, into: &index)
        guard !index.places.isEmpty else {
            throw Complaint(
                url.path,
                expected:
                    "explanations (JSONL with position and text, the JSON of `parallax verbalize`, an NLA transcript, or a page or an answer of Neuronpedia's NLAs)",
                found: index.complaints.first.map { "none; \($0.subject.replacing(url.path, with: "").trimmingPrefix(", ")): \($0.found)" }
                    ?? "no such rows",
                remedy: "name another file")
        }
        return ExplanationFile(url, format, index)
    }

    /// Whether a text begins as explanations do: within so many bytes there is a row of them.
    static func begins(_ bytes: UnsafeRawBufferPointer, within limit: Int) -> Bool {
        let beginning = UnsafeRawBufferPointer(rebasing: bytes.prefix(limit))
        guard let storage = try? MemoryBytes(count: beginning.count, fill: { $0.copyMemory(from: beginning) }) else { return false }
        var index = ExplanationIndex("", storage)
        format(of: storage.bytes).index(storage.bytes, into: &index)
        return !index.places.isEmpty
    }

    private init(_ url: URL, _ format: any ExplanationFormat, _ index: ExplanationIndex) {
        self.url = url
        self.format = format
        (site, complaints, variance, header, storage, places, further) = (
            index.site, index.complaints, index.variance, index.header, index.storage, index.places, index.samples
        )
    }

    /// What it is like is told by its first characters: no transcript begins with a brace, or with a bracket and a brace in it.
    private static func format(of bytes: UnsafeRawBufferPointer) -> any ExplanationFormat {
        let first = bytes.dropFirst(LineIndex.byteOrderMark(bytes)).lazy.filter { $0 > 0x20 }.prefix(5)
        switch Array(first) {
        case let start where start.first == UInt8(ascii: "{"): return Neuronpedia.format(of: bytes) ?? ExplanationLines()
        case let start where start.starts(with: "[{".utf8) || start.starts(with: "[]".utf8): return ExplanationList()
        case Array("data:".utf8): return NeuronpediaStream()
        default: return ExplanationTranscript()
        }
    }

    /// What kind of file it is: "JSONL", "JSON", "transcript", "Neuronpedia page".
    public var formatName: String { format.name }

    /// How many positions have an explanation, and how many further samples there are of all of them.
    public var count: Int { places.count }
    public var sampleCount: Int { further.values.reduce(0) { $0 + $1.count } }

    /// The model that was explained, by the file's own name.
    public var modelName: String? { header.model }
    /// At which the explanations were sampled, where the file says it.
    public var temperature: Double? { header.temperature }
    /// The document's tokens, where they stand apart from the explanations.
    var tokens: [String]? { header.tokens }

    /// The explanation of one activation.
    /// - Parameters:
    ///   - document: Its id.
    ///   - number: The document's number among all documents, from 0, for files that name documents by numbers.
    ///   - position: Of the token, from 0.
    /// - Returns: A row that names the document if there is one, else a row that names none; nil without either.
    public func explanation(document: String, number: Int? = nil, position: Int) -> FileExplanation? {
        names(document, number).lazy.compactMap { places[.init(document: $0, position: position)] }.first.flatMap(read)
    }

    /// Further texts of the same activation: what resampling gave, each with its own figures.
    public func samples(document: String, number: Int? = nil, position: Int) -> [FileExplanation] {
        (names(document, number).lazy.compactMap { further[.init(document: $0, position: position)] }.first ?? []).compactMap(read)
    }

    private func names(_ document: String, _ number: Int?) -> [ExplanationIndex.DocumentName] {
        [.id(document)] + [Int(foreign: document), number].compactMap { $0 }.map { .number($0) } + [.any]
    }

    private func read(_ place: Range<Int>) -> FileExplanation? {
        format.explanation(UnsafeRawBufferPointer(rebasing: storage.bytes[place]))
    }

    // MARK: By the file's own documents

    /// The documents that the file knows of: those that rows name, in the order of their names, then the one that they do not name.
    public var documents: [ExplanationDocument] {
        var positions: [ExplanationIndex.DocumentName: Set<Int>] = [:]
        for key in places.keys { positions[key.document, default: []].insert(key.position) }
        for key in further.keys { positions[key.document, default: []].insert(key.position) }
        return positions.map { ExplanationDocument(name: $0, positions: $1.sorted()) }.sorted { $0.name.order < $1.name.order }
    }

    public func explanation(of document: ExplanationDocument, position: Int) -> FileExplanation? {
        places[.init(document: document.name, position: position)].flatMap(read)
    }

    public func samples(of document: ExplanationDocument, position: Int) -> [FileExplanation] {
        (further[.init(document: document.name, position: position)] ?? []).compactMap(read)
    }
}

extension ExplanationIndex.DocumentName {
    fileprivate var order: (Int, Int, String) {
        switch self {
        case .number(let number): (0, number, "")
        case .id(let id): (1, 0, id)
        case .any: (2, 0, "")
        }
    }
}

/// How explanations are written in a file.
protocol ExplanationFormat: Sendable {
    var name: String { get }
    /// Finds the rows.
    func index(_ bytes: UnsafeRawBufferPointer, into index: inout ExplanationIndex)
    /// What the bytes of one row say.
    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation?
}

extension ExplanationFile: Checkpoint {
    public var name: String { url.lastPathComponent }
    /// Of the whole file.
    public var fingerprint: String { "\(Fingerprint(bytes: storage.bytes))" }
    public var files: [URL] { [url] }
    public func checkIntact() throws { try storage.checkIntact() }
}
