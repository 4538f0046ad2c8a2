import Foundation

/// Where commands write: results to stdout, progress and warnings to stderr.
enum Output {
    static func line(_ text: String = "") { write(text + "\n") }

    static func write(_ text: String) { write(Data(text.utf8)) }

    static func warn(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }

    /// One JSON value and a line end; keys sorted, so that the same result is the same bytes.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // JSON has no word for what is no number.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        write(try encoder.encode(value) + Data("\n".utf8))
    }

    /// Where nobody reads any more or the disk is full, there is nothing left to do for the command.
    private static func write(_ data: Data) {
        do {
            try FileHandle.standardOutput.write(contentsOf: data)
        } catch {
            warn("Error: stdout: expected a place that takes the result, found \(error.localizedDescription); free some space, or read all of it.")
            exit(1)
        }
    }
}
