import Foundation
import Testing
import TestSupport

/// A file that somebody made to do harm, or that something made by accident: how to make it, what it is given to, and what is to be said.
struct HostileFile: CustomTestStringConvertible, Sendable {
    let name: String
    /// Arguments of the command, `FILE` for the file.
    let command: [String]
    /// What the command says somewhere: a reason to refuse it, or what it read.
    let says: String
    let status: Int32
    let make: @Sendable (URL) throws -> Void

    /// - Parameter status: 0 where the command goes on without it, or tells what it is.
    init(_ name: String, _ command: String, says: String, status: Int32 = 0, _ make: @escaping @Sendable (URL) throws -> Void) {
        (self.name, self.command, self.says, self.status, self.make) = (
            name, command.split(separator: " ").map(String.init), says, status, make
        )
    }

    var testDescription: String { "\(name) (\(command.first ?? ""))" }

    static let inspect = "inspect FILE"

    /// Bytes as they are.
    static func bytes(_ bytes: @autoclosure @escaping @Sendable () -> [UInt8]) -> @Sendable (URL) throws -> Void {
        { try Data(bytes()).write(to: $0) }
    }

    static func text(_ text: @autoclosure @escaping @Sendable () -> String) -> @Sendable (URL) throws -> Void {
        { try Data(text().utf8).write(to: $0) }
    }

    /// A beginning, and a hole behind it up to a size.
    static func sparse(_ beginning: @autoclosure @escaping @Sendable () -> [UInt8], size: Int) -> @Sendable (URL) throws -> Void {
        { url in
            try Data(beginning()).write(to: url)
            let handle = try FileHandle(forWritingTo: url)
            try handle.truncate(atOffset: UInt64(size))
            try handle.close()
        }
    }

    static func times(_ count: Int, _ body: (Int) -> String) -> String {
        var text = ""
        for i in 0..<count { text += body(i) }
        return text
    }
}
