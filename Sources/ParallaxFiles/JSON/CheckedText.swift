import Foundation

/// A JSON object that carries the checksum of its own text, in its first line, so that a figure that changed on a disk is no other figure.
///
///     {
///       "checksum" : "crc32 1a2b3c4d",
///       …
///
/// The checksum is that of the text without this line; white space at the end does not count. Without the line nothing is checked: whoever
/// edits such a file by hand takes it out.
package enum CheckedText {
    package static let key = "checksum"
    private static let start = Data("{\n".utf8)
    private static let before = Data("{\n  \"\(key)\" : \"crc32 ".utf8), after = Data("\",\n".utf8)
    private static let digits = 8

    /// - Parameter text: a pretty-printed object with members.
    package static func sealed(_ text: Data) -> Data {
        guard text.starts(with: start) else { return text }
        return before + Data(sum(text).utf8) + after + text.dropFirst(start.count)
    }

    /// Whether a text is as it was sealed, or has no checksum.
    package static func isIntact(_ text: Data) -> Bool {
        guard text.starts(with: before) else {
            // One that another program wrote anew says nothing of the text that it had.
            struct Keyed: Decodable { var checksum: String? }
            return (try? JSONDecoder().decode(Keyed.self, from: text))?.checksum == nil
        }
        let rest = text.dropFirst(before.count), told = rest.prefix(digits), behind = rest.dropFirst(digits)
        return behind.starts(with: after) && Data(sum(start + behind.dropFirst(after.count)).utf8) == told
    }

    private static func sum(_ text: Data) -> String {
        let end = text.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? text.startIndex
        let digits = String(Data(text[text.startIndex..<end]).withUnsafeBytes { CRC32.checksum($0) }, radix: 16)
        return String(repeating: "0", count: Self.digits - digits.count) + digits
    }
}
