/// A set of characters, a bit for each up to the greatest.
struct ScalarSet: Sendable {
    private var words: [UInt64] = []

    init() {}

    /// - Parameter ranges: as `TableNumbers.range` reads them.
    init(_ ranges: StaticString) {
        var numbers = TableNumbers(ranges), last: UInt32 = 0
        while let range = numbers.range(after: &last) {
            for code in range { if let scalar = Unicode.Scalar(code) { insert(scalar) } }
        }
    }

    mutating func insert(_ scalar: Unicode.Scalar) {
        let word = Int(wide: scalar.value >> 6)
        if words.count <= word { words += [UInt64](repeating: 0, count: word + 1 - words.count) }
        words[word] |= 1 << UInt64(wide: scalar.value & 63)
    }

    @inline(__always)
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let word = Int(wide: scalar.value >> 6)
        return word < words.count && words[word] >> UInt64(wide: scalar.value & 63) & 1 == 1
    }
}

/// Numbers in base 36 with white space between them, a minus sign before one that is below 0.
struct TableNumbers {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ table: StaticString) { text = UnsafeBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount) }

    mutating func next() -> Int? {
        while position < text.count, text[position] <= 0x20 { position += 1 }
        guard position < text.count else { return nil }
        let isNegative = text[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var value = 0
        while position < text.count, text[position] > 0x20 {
            let digit = text[position]
            value = value &* 36 &+ Int(wide: digit >= UInt8(ascii: "a") ? digit - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0"))
            position += 1
        }
        return isNegative ? -value : value
    }

    /// How far a range begins behind the end of the last one, and how many characters more than one it has.
    mutating func range(after last: inout UInt32) -> ClosedRange<UInt32>? {
        guard let step = next(), let more = next() else { return nil }
        let first = last + UInt32(clamping: step)
        last = first + UInt32(clamping: more)
        return first...last
    }
}
