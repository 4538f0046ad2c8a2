import Foundation

/// Where commands write: results to stdout, progress and warnings to stderr.
enum Output {
    static func line(_ text: String = "") { write(text + "\n") }

    static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    static func warn(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// One JSON value and a line end; keys sorted, so that the same result is the same bytes.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}
