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
    static func == (a: EditedText, b: EditedText) -> Bool {
        a.count == b.count && (a.pieces == b.pieces || a.pieces.joined().elementsEqual(b.pieces.joined()))
    }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// What a person takes for one character, found around a place without looking at the rest. A cluster has an end: text may put 100,000 marks
/// on one letter, and each key would have to read them all.
extension EditedText {
    /// Bytes of a cluster at most; emoji of a whole family have 30.
    private static let clusterLimit = 128
    /// Bytes that are looked through at once for the end of a word.
    private static let stretch = 4096

    /// The cluster that ends at a place.
    func cluster(before place: Int) -> Range<Int> {
        let window = window(before: place, Self.clusterLimit)
        return place - (String(decoding: window, as: UTF8.self).last?.utf8.count ?? 0)..<place
    }

    /// The cluster that begins at a place.
    func cluster(after place: Int) -> Range<Int> {
        let window = window(after: place, Self.clusterLimit)
        return place..<place + (String(decoding: window, as: UTF8.self).first?.utf8.count ?? 0)
    }

    /// The place itself, or the end of the cluster inside which it is.
    func boundary(notBefore place: Int) -> Int {
        guard place > 0, place < count else { return place }
        let before = window(before: place, Self.clusterLimit), start = place - before.count
        var end = start
        for character in String(decoding: before + window(after: place, Self.clusterLimit), as: UTF8.self) {
            end += character.utf8.count
            if end >= place { return character.utf8.count > Self.clusterLimit ? place : end }
        }
        return place
    }

    /// Whole characters in so many bytes before a place, and whether these are all.
    func characters(before place: Int, within most: Int) -> (characters: [Character], isAll: Bool) {
        let window = window(before: place, most), isAll = window.count == place
        let characters = Array(String(decoding: window, as: UTF8.self))
        // The first one may be cut. One that has no end is what there is of it, or all that is drawn would be a column short.
        return (
            isAll || characters.count == 1 || characters[0].utf8.count > Self.clusterLimit ? characters : Array(characters.dropFirst()),
            isAll
        )
    }

    func characters(after place: Int, within most: Int) -> (characters: [Character], isAll: Bool) {
        let window = window(after: place, most), isAll = place + window.count == count
        let characters = Array(String(decoding: window, as: UTF8.self))
        return (
            isAll || characters.count == 1 || characters[characters.count - 1].utf8.count > Self.clusterLimit
                ? characters : Array(characters.dropLast()), isAll
        )
    }

    /// Where the characters before a place are no longer of a kind.
    func start(before place: Int, while isMeant: (Character) -> Bool) -> Int {
        var place = place
        while place > 0 {
            for character in characters(before: place, within: Self.stretch).characters.reversed() {
                guard isMeant(character) else { return place }
                place -= character.utf8.count
            }
        }
        return place
    }

    /// Where the characters behind a place are no longer of a kind.
    func end(after place: Int, while isMeant: (Character) -> Bool) -> Int {
        var place = place
        while place < count {
            for character in characters(after: place, within: Self.stretch).characters {
                guard isMeant(character) else { return place }
                place += character.utf8.count
            }
        }
        return place
    }

    /// Whole scalars before a place, so many bytes at most.
    private func window(before place: Int, _ most: Int) -> ArraySlice<UInt8> {
        let window = bytes(in: max(0, place - most)..<place)
        return place > most ? window.drop { $0 & 0xC0 == 0x80 } : window[...]
    }

    private func window(after place: Int, _ most: Int) -> ArraySlice<UInt8> {
        var window = bytes(in: place..<min(count, place + most + 1))[...]
        guard window.count > most else { return window }
        // Not inside a scalar.
        while let last = window.popLast(), last & 0xC0 == 0x80 {}
        return window
    }
}
