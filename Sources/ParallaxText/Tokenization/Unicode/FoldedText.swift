/// Words as people look for them: in lower case, letters composed (NFC), so that case and spelling in code points make no difference. Found in a
/// time that grows with the lengths alone, whatever marks stand in either (Knuth, Morris and Pratt).
package struct FoldedText: Sendable {
    private let bytes: [UInt8]
    /// For each beginning of the words, the length of the longest shorter beginning that is also its end.
    private let borders: [Int]

    package init(_ words: String) {
        let bytes = Self.folded(words)
        var borders = [Int](repeating: 0, count: bytes.count), length = 0
        for place in bytes.indices.dropFirst() {
            while length > 0, bytes[place] != bytes[length] { length = borders[length - 1] }
            if bytes[place] == bytes[length] { length += 1 }
            borders[place] = length
        }
        self.bytes = bytes
        self.borders = borders
    }

    /// Whether there is something other than white space.
    package var hasWords: Bool { String(decoding: bytes, as: UTF8.self).contains { !$0.isWhitespace } }

    /// Whether `text` holds them; nothing stands in every text.
    package func stands(in text: String) -> Bool {
        guard !bytes.isEmpty else { return true }
        // Lower case and composition change a length by less than this: longer words need no look at the text.
        guard bytes.count <= Self.mostGrowth * text.utf8.count else { return false }
        var matched = 0
        for byte in Self.folded(text) {
            while matched > 0, bytes[matched] != byte { matched = borders[matched - 1] }
            if bytes[matched] == byte { matched += 1 }
            if matched == bytes.count { return true }
        }
        return false
    }

    private static let mostGrowth = 3

    private static func folded(_ text: String) -> [UInt8] {
        let lower = Array(text.lowercased().utf8)
        let work = TextWork("what is looked for", count: lower.count)
        // A text that no normal form can be made of in reasonable time is compared as it stands.
        return (try? NormalForm(isComposed: true, isCompatible: false).of(lower, work)) ?? lower
    }
}
