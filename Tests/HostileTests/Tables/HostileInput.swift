import Foundation
import TestSupport
import Testing

/// Something hostile that a world is given: a stranger's file, a text, a place that is no file.
struct HostileInput: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whether the workspace opens with it all the same: then `explore --plain` must end well, and what is behind the opening meets it.
    let opens: Bool
    let change: @Sendable (HostileWorld) throws -> Void

    init(_ name: String, opens: Bool = false, _ change: @escaping @Sendable (HostileWorld) throws -> Void) {
        self.name = name
        self.opens = opens
        self.change = change
    }

    var testDescription: String { name }

    static let all = settings + tokenizers + weights + data + figures + places

    /// All, or with `PARALLAX_HOSTILE_INPUT` those whose names hold it.
    static let chosen =
        ProcessInfo.processInfo.environment["PARALLAX_HOSTILE_INPUT"].map { part in all.filter { $0.name.contains(part) } } ?? all
}

/// Texts that many inputs are made of.
enum Hostile {
    static let nesting = String(repeating: "[", count: 200_000)
    static let marks = "e" + String(repeating: "\u{301}", count: 100_000)
    /// Ends a title, sets another one, clears the screen, asks the terminal for an answer, turns the line round.
    static let controls = "a\u{1B}]0;owned\u{07}\u{1B}[2J\u{1B}[6n\u{9B}31m\u{90}q\u{9C}\u{202E}b\u{2066}\u{85}\u{2028}\r\n\u{08}\u{7F}c"

    /// A gzip file of so many zero bytes of text, made by the machine's own tool.
    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let process = Process(), input = FileManager.default.temporaryDirectory.appending(path: "parallax-gz-\(UUID().uuidString)")
        try Data(bytes).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-9", "-c", input.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let packed = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return [UInt8](packed)
    }

    /// A safetensors file with this header and so many bytes of data, which take no room on the disk.
    static func safetensors(_ header: String, data: Int, to file: URL) throws {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        try Data(length + Array(header.utf8)).write(to: file)
        truncate(file.path, 8 + header.utf8.count + data)
    }
}
