import Foundation

/// The documents of one file. Opening finds where they are; a document is read when it is asked for.
///
/// - `.jsonl`, `.ndjson`: one document a line, `{"id", "text", "token_ids", "chat"}`, each optional; what stands beside messages is for the
///   chat template, other fields are ignored
/// - `.json`: a conversation `[{"role", "content"}, …]` or `{"messages": […], "tools": […]}`, or one document
/// - anything else: one text
///
/// In UTF-8, in what a byte order mark says, or in the encoding that somebody names.
public struct DocumentFile: Sendable {
    private enum Form: Sendable {
        case text(any ByteStorage)
        case json(any ByteStorage)
        case lines(LineIndex)
    }

    public let url: URL
    private let form: Form

    /// Longer single texts are no documents for a person to read.
    static let longestText = 64 << 20

    /// - Parameter isChat: whether somebody called it a conversation, whatever its name says (a pipe has none).
    /// - Parameter encoding: of its text, where it is not UTF-8.
    /// - Throws: `Complaint` where the file cannot be read or holds nothing.
    public init(_ url: URL, isChat: Bool = false, encoding: TextEncoding? = nil) throws {
        let file = try TextStorage.open(url.path, stream: Self.longestText, encoding: encoding)
        func complaint(_ expected: String, _ found: String) -> Complaint {
            Complaint(url.path, expected: expected, found: found, remedy: "name another file")
        }
        switch url.pathExtension.lowercased() {
        case "jsonl", "ndjson":
            let index = LineIndex(file)
            guard index.count > 0 else { throw complaint("one document a line", "no lines") }
            guard !index.isCut else { throw complaint("at most \(LineIndex.mostLines) documents", "more lines") }
            form = .lines(index)
        case let name:
            guard file.bytes.count <= Self.longestText else { throw complaint("a document of at most \(Self.longestText) bytes", "\(file.bytes.count)") }
            guard file.bytes.contains(where: { $0 > 0x20 }) else { throw complaint("a text", "an empty file") }
            form = isChat || name == "json" ? .json(file) : .text(file)
        }
        self.url = url
    }

    public var count: Int {
        if case .lines(let index) = form { index.count } else { 1 }
    }

    private var stem: String { url.deletingPathExtension().lastPathComponent }

    /// Reads document `index`.
    /// - Throws: `Complaint` that names the file and the line.
    public func document(_ index: Int) throws -> Document {
        precondition((0..<count).contains(index))
        switch form {
        case .text(let file):
            return Document(id: stem, text: try TextReading.string(file.bytes, subject: url.path))
        case .json(let file):
            return try Self.document(file.bytes, subject: url.path, defaultID: stem)
        case .lines(let lines):
            return try Self.document(lines.file, lines.line(index), of: url)
        }
    }

    /// The document of one line.
    static func document(_ file: any ByteStorage, _ line: TextLines.Line, of url: URL) throws -> Document {
        try read(
            UnsafeRawBufferPointer(rebasing: file.bytes[line.extent]), subject: "\(url.path), line \(line.number)",
            defaultID: "\(url.deletingPathExtension().lastPathComponent) \(line.number)")
    }

    /// The document of a text in JSON.
    package static func document(_ bytes: UnsafeRawBufferPointer, expected: String = wanted, subject: @autoclosure () -> String, defaultID: @autoclosure () -> String) throws -> Document {
        try read(UnsafeRawBufferPointer(rebasing: bytes[LineIndex.byteOrderMark(bytes)...]), expected: expected, subject: subject(), defaultID: defaultID(), isLine: false)
    }

    package static let wanted = "a document with text, token_ids or chat"

    /// - Parameter isLine: whether the subject names the line, so that a place is a column.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, expected: String = wanted, subject: @autoclosure () -> String, defaultID: @autoclosure () -> String, isLine: Bool = true
    ) throws -> Document {
        do {
            var cursor = JSONCursor(bytes)
            let fields = try DocumentFields(&cursor)
            try cursor.finish()
            return fields.document(defaultID: defaultID())
        } catch let failure as JSONFailure {
            throw Complaint(
                subject(), expected: expected, found: isLine ? failure.foundInLine : failure.found,
                remedy: "mend it or leave it out")
        }
    }
}
