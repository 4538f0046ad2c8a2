import Foundation

/// What a command writes, and how a file is recognised as something that it may replace: one of the same kind that was written before.
package struct OutputKind: Sendable {
    /// "a safetensors file".
    package let name: String
    /// Whether its bytes would be rubbish on a terminal.
    package let isText: Bool
    /// Whether the file at a path is of this kind; anything may be there.
    package let recognises: @Sendable (URL) -> Bool

    package init(_ name: String, isText: Bool, recognises: @escaping @Sendable (URL) -> Bool) {
        self.name = name
        self.isText = isText
        self.recognises = recognises
    }

    package static let tensors = OutputKind("a safetensors file", isText: false) { (try? SafetensorsFile($0.path)) != nil }

    /// One page of HTML.
    package static let page = OutputKind("an HTML page", isText: true) { url in
        let start = String(decoding: beginning(of: url, 512), as: UTF8.self).lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// Objects of JSON, one a line.
    package static let lines = OutputKind("lines of JSON", isText: true) { url in
        let start = beginning(of: url, 1 << 20)
        return (try? JSONSerialization.jsonObject(with: Data(start.prefix { $0 != 0x0a }))) is [String: Any]
    }

    /// What a JSON object says under a key; nil for anything else.
    package static func stated(_ url: URL, _ key: String) -> String? {
        (try? MappedFile.reading(url.path) { BoundedJSON.stated(key, in: $0) }) ?? nil
    }

    /// The first bytes of a file; none where it cannot be read.
    package static func beginning(of url: URL, _ count: Int) -> [UInt8] {
        (try? MappedFile.reading(url.path) { Array($0.prefix(count)) }) ?? []
    }
}
