/// The text of a line editor in pieces, so that an edit costs the piece in which it is made and not the text: a copy of the whole is a list of
/// pieces that are shared with it. Places are offsets of UTF-8 bytes.
struct EditedText: Sendable {
    /// Whole scalars, at most `pieceLimit` bytes and not empty.
    private var pieces: [[UInt8]] = []
    private(set) var count = 0

    private static let pieceLimit = 4096

    init(_ text: String) {
        let bytes = Array(text.utf8)
        count = bytes.count
        pieces = Self.cut(bytes)
    }

    var text: String { text(in: 0..<count) }

    func text(in range: Range<Int>) -> String { String(decoding: bytes(in: range), as: UTF8.self) }

    func bytes(in range: Range<Int>) -> [UInt8] {
        let range = range.clamped(to: 0..<count)
        var found: [UInt8] = []
        found.reserveCapacity(range.count)
        var start = 0
        for piece in pieces {
            if start >= range.upperBound { break }
            let part = range.clamped(to: start..<start + piece.count)
            if !part.isEmpty { found += piece[part.lowerBound - start..<part.upperBound - start] }
            start += piece.count
        }
        return found
    }

    /// Puts other bytes, which are whole scalars, in the place of some.
    mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
        var first = 0, start = 0
        while first < pieces.count, start + pieces[first].count < range.lowerBound {
            start += pieces[first].count
            first += 1
        }
        var last = first, end = start
        while last < pieces.count, end < range.upperBound || last == first {
            end += pieces[last].count
            last += 1
        }
        // Small neighbours are joined, so that pieces do not become many by being cut.
        if last < pieces.count, end - start - range.count + new.count + pieces[last].count <= Self.pieceLimit {
            end += pieces[last].count
            last += 1
        }
        var merged: [UInt8] = []
        for piece in pieces[first..<last] { merged += piece }
        merged.replaceSubrange(range.lowerBound - start..<range.upperBound - start, with: new)
        pieces.replaceSubrange(first..<last, with: Self.cut(merged))
        count += new.count - range.count
    }

    private static func cut(_ bytes: [UInt8]) -> [[UInt8]] {
        guard bytes.count > pieceLimit else { return bytes.isEmpty ? [] : [bytes] }
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            // A little room is left in each: what is typed next need not cut it again.
            var end = min(bytes.count, start + pieceLimit * 3 / 4)
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }
}

extension EditedText: Hashable {
    static func == (a: EditedText, b: EditedText) -> Bool { a.count == b.count && (a.pieces == b.pieces || a.pieces.joined().elementsEqual(b.pieces.joined())) }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
