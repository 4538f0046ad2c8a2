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

/// What huggingface/tokenizers takes characters for. It carries tables of several older versions of Unicode, of which `LibraryTables` is made;
/// those of this machine know more characters, which the models' vocabularies were made without.
enum LibraryUnicode {
    static let punctuation = ScalarSet(LibraryTables.punctuation)
    /// Control and format characters, and those of private use.
    static let others = ScalarSet(LibraryTables.others)
    /// `Mn`, as BertNormalizer takes it.
    static let nonspacingMarks = ScalarSet(LibraryTables.nonspacingMarks)
    /// `M`, as StripAccents takes it.
    static let combiningMarks = ScalarSet(LibraryTables.combiningMarks)

    /// `\w`.
    static let wordCharacters = ScalarSet(LibraryTables.wordCharacters)

    private static let scripts: [(range: ClosedRange<UInt32>, script: UInt8)] = {
        var numbers = TableNumbers(LibraryTables.scripts), ranges: [(ClosedRange<UInt32>, UInt8)] = [], last: UInt32 = 0
        while let range = numbers.range(after: &last), let script = numbers.next() { ranges.append((range, UInt8(clamping: script))) }
        return ranges
    }()

    /// By a number, the same for Han, Hiragana and Katakana; nil for a space and what has none.
    static func script(of scalar: Unicode.Scalar) -> UInt8? {
        var low = 0, high = scripts.count
        while low < high {
            let middle = (low + high) / 2
            if scripts[middle].range.upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        return low < scripts.count && scripts[low].range.contains(scalar.value) ? scripts[low].script : nil
    }

    /// Of each character; 0 behind the end.
    private static let combiningClasses: [UInt8] = {
        var numbers = TableNumbers(LibraryTables.combiningClasses), classes: [UInt8] = [], last: UInt32 = 0
        while let range = numbers.range(after: &last), let order = numbers.next() {
            classes +=
                [UInt8](repeating: 0, count: Int(wide: range.lowerBound) - classes.count)
                + [UInt8](repeating: UInt8(clamping: order), count: range.count)
        }
        return classes
    }()

    @inline(__always)
    static func combiningClass(of scalar: Unicode.Scalar) -> UInt8 {
        scalar.value < UInt32(clamping: combiningClasses.count) ? combiningClasses[Int(wide: scalar.value)] : 0
    }

    static let canonical = DecompositionTable([LibraryTables.canonical])
    static let compatible = DecompositionTable([LibraryTables.canonical, LibraryTables.compatible])

    private static let compositions: (pairs: [UInt64: Unicode.Scalar], seconds: ScalarSet) = {
        var numbers = TableNumbers(LibraryTables.compositions), pairs: [UInt64: Unicode.Scalar] = [:], seconds = ScalarSet()
        var whole = 0, first = 0
        while let wholeStep = numbers.next(), let firstStep = numbers.next(), let second = numbers.next() {
            whole += wholeStep
            first += firstStep
            guard let scalar = Unicode.Scalar(UInt32(clamping: whole)), let mark = Unicode.Scalar(UInt32(clamping: second)) else {
                continue
            }
            pairs[UInt64(clamping: first) << 32 | UInt64(clamping: second)] = scalar
            seconds.insert(mark)
        }
        return (pairs, seconds)
    }()

    /// The character that two are together.
    static func composition(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        if let syllable = Hangul.composition(first, second) { return syllable }
        guard compositions.seconds.contains(second) else { return nil }
        return compositions.pairs[UInt64(wide: first.value) << 32 | UInt64(wide: second.value)]
    }
}

/// What characters come apart into, all the way; marks are not in order yet. Syllables of Hangul are not in it.
struct DecompositionTable: Sendable {
    /// Of each character where its entry begins, 0 where it has none; an entry is a length and the characters.
    private var starts: [UInt16] = []
    private var entries: [UInt32] = [0]

    fileprivate init(_ tables: [StaticString]) {
        for table in tables {
            var numbers = TableNumbers(table), code = 0, last = 0
            while let step = numbers.next(), let length = numbers.next() {
                code += step
                if starts.count <= code { starts += [UInt16](repeating: 0, count: code + 1 - starts.count) }
                starts[code] = UInt16(clamping: entries.count)
                entries.append(UInt32(clamping: length))
                for _ in 0..<length {
                    last += numbers.next() ?? 0
                    entries.append(UInt32(clamping: last))
                }
            }
        }
    }

    /// Calls `part` with each character that this one comes apart into; with itself where it does not.
    @inline(__always)
    func forEachPart(of scalar: Unicode.Scalar, _ part: (Unicode.Scalar) throws -> Void) rethrows {
        if scalar.value < UInt32(clamping: starts.count), case let start = Int(wide: starts[Int(wide: scalar.value)]), start > 0 {
            for place in start + 1...start + Int(wide: entries[start]) { try part(Unicode.Scalar(entries[place]) ?? "\u{FFFD}") }
        } else if Hangul.syllables.contains(scalar.value) {
            try Hangul.forEachPart(of: scalar, part)
        } else {
            try part(scalar)
        }
    }
}

/// Syllables of Hangul come apart by arithmetic.
enum Hangul {
    static let syllables: Range<UInt32> = 0xAC00..<0xAC00 + 11172
    private static let leading: UInt32 = 0x1100, vowel: UInt32 = 0x1161, trailing: UInt32 = 0x11A7

    @inline(__always)
    static func forEachPart(of syllable: Unicode.Scalar, _ part: (Unicode.Scalar) throws -> Void) rethrows {
        let index = syllable.value - syllables.lowerBound
        for code in [leading + index / 588, vowel + index % 588 / 28, trailing + index % 28] where code != trailing {
            try part(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
    }

    @inline(__always)
    static func composition(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        switch (first.value, second.value) {
        case (leading..<leading + 19, vowel..<vowel + 21):
            Unicode.Scalar(syllables.lowerBound + ((first.value - leading) * 21 + second.value - vowel) * 28)
        case (syllables, trailing + 1..<trailing + 28) where (first.value - syllables.lowerBound) % 28 == 0:
            Unicode.Scalar(first.value + second.value - trailing)
        default: nil
        }
    }
}
