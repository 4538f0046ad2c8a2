import Foundation

/// Explanations that were made elsewhere: a verbalizer without a model.
///
///     let file = try ExplanationFile.open(url)
///     file.explanation(document: "doc07", position: 21)?.text
///
/// Read are
/// - JSONL rows `{"document", "position", "text", "token", "tokens", "logprob", "truncated", "site" or "layer"}`; position and text must
///   be there, other numbers are kept as figures
/// - the JSON that `parallax verbalize --json` prints: the row is the position
/// - the transcripts published with the first NLAs: `[ 12]  REPLY   token=' x'  ||v||=…  cos=…` over indented text; the samples at
///   their end are left out
///
/// Only places are kept: a text is read when it is asked for. Where a position has several rows the first one counts.
public struct ExplanationFile: Sendable {
    public let url: URL
    /// Where the activations were taken, if the file says so.
    public let site: Site?
    /// Rows that are no explanations, each with its line; the others are used.
    public let complaints: [Complaint]

    private let file: MappedFile
    private let format: any ExplanationFormat
    private let places: [ExplanationIndex.Key: Range<Int>]

    /// - Throws: `Complaint` where the file cannot be read or holds no explanation.
    public static func open(_ url: URL) throws -> ExplanationFile {
        let file = try MappedFile(url.path)
        let format = format(of: file.bytes)
        var index = ExplanationIndex(file: url.path)
        format.index(file, into: &index)
        guard !index.places.isEmpty else {
            throw Complaint(
                url.path, expected: "explanations (JSONL with position and text, the JSON of `parallax verbalize`, or an NLA transcript)",
                found: index.complaints.first.map { "none; \($0.subject.replacing(url.path, with: "").trimmingPrefix(", ")): \($0.found)" } ?? "no such rows",
                remedy: "name another file")
        }
        return ExplanationFile(url: url, site: index.site, complaints: index.complaints, file: file, format: format, places: index.places)
    }

    /// What it is like is told by its first character: no transcript begins with a brace, or with a bracket and a brace in it.
    private static func format(of bytes: UnsafeRawBufferPointer) -> any ExplanationFormat {
        let first = bytes.dropFirst(LineIndex.byteOrderMark(bytes)).lazy.filter { $0 > 0x20 }.prefix(2)
        switch Array(first) {
        case let start where start.first == UInt8(ascii: "{"): return ExplanationLines()
        case [UInt8(ascii: "["), UInt8(ascii: "{")], [UInt8(ascii: "["), UInt8(ascii: "]")]: return ExplanationList()
        default: return ExplanationTranscript()
        }
    }

    /// What kind of file it is: "JSONL", "JSON", "transcript".
    public var formatName: String { format.name }

    /// How many positions have an explanation.
    public var count: Int { places.count }

    /// The explanation of one activation.
    /// - Parameters:
    ///   - document: Its id.
    ///   - number: The document's number among all documents, from 0, for files that name documents by numbers.
    ///   - position: Of the token, from 0.
    /// - Returns: A row that names the document if there is one, else a row that names none; nil without either.
    public func explanation(document: String, number: Int? = nil, position: Int) -> FileExplanation? {
        var names: [ExplanationIndex.DocumentName] = [.id(document)]
        if let written = Int(document) { names.append(.number(written)) }
        if let number { names.append(.number(number)) }
        names.append(.any)
        for name in names {
            if let place = places[.init(document: name, position: position)] {
                return format.explanation(UnsafeRawBufferPointer(rebasing: file.bytes[place]))
            }
        }
        return nil
    }
}

/// How explanations are written in a file.
protocol ExplanationFormat: Sendable {
    var name: String { get }
    /// Finds the rows.
    func index(_ file: MappedFile, into index: inout ExplanationIndex)
    /// What the bytes of one row say.
    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation?
}
