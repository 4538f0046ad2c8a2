import Foundation

/// A byte string that is looked for in texts, in one pass however much of it repeats (Knuth, Morris and Pratt).
struct SoughtString: Sendable {
    let bytes: [UInt8]
    /// How much of the beginning is matched still, where the byte behind a part of the string is another.
    private let fallbacks: [Int]

    /// - Parameter bytes: not empty, or it is never found.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var fallbacks = [0, 0], matched = 0
        for place in bytes.indices.dropFirst() {
            while matched > 0, bytes[place] != bytes[matched] { matched = fallbacks[matched] }
            if bytes[place] == bytes[matched] { matched += 1 }
            fallbacks.append(matched)
        }
        self.fallbacks = fallbacks
    }

    /// Where it stands, from left to right without overlaps.
    func forEachOccurrence(in text: UnsafeBufferPointer<UInt8>, _ found: (Range<Int>) throws -> Void) rethrows {
        guard let base = text.baseAddress, let first = bytes.first else { return }
        var place = 0, matched = 0
        while place < text.count {
            if matched == 0 {
                guard let next = memchr(base + place, Int32(wide: first), text.count - place) else { return }
                place += UnsafeRawPointer(base + place).distance(to: next)
            }
            while matched > 0, text[place] != bytes[matched] { matched = fallbacks[matched] }
            if text[place] == bytes[matched] { matched += 1 }
            place += 1
            if matched == bytes.count {
                try found(place - matched..<place)
                matched = 0
            }
        }
    }
}

/// Where a string occurs, from left to right without overlaps.
func occurrences(of needle: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    SoughtString(needle).forEachOccurrence(in: text) { found.append($0) }
    return found
}
