import Foundation

/// Where commands write: results to stdout, progress and warnings to stderr.
enum Output {
    static func line(_ text: String = "") { write(text + "\n") }

    static func write(_ text: String) { write(Data(text.utf8)) }

    static func warn(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }

    /// One JSON value and a line end; keys sorted, so that the same result is the same bytes.
    static func json(_ value: some Encodable) throws { write(try encoded(value)) }

    static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // JSON has no word for what is no number.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(value) + Data("\n".utf8)
    }

    /// Where nobody reads any more or the disk is full, there is nothing left to do for the command.
    private static func write(_ data: Data) {
        data.withUnsafeBytes { bytes in
            var rest = bytes
            while let base = rest.baseAddress, rest.count > 0 {
                let written = Foundation.write(STDOUT_FILENO, base, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    warn("Error: stdout: expected a place that takes the result, found \(String(cString: strerror(errno))); free some space, or read all of it.")
                    exit(1)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
