/// What one place of a regular expression matches: characters by range, by general category, or by property.
struct ScalarSet: Sendable {
    enum Item: Sendable {
        case range(ClosedRange<UInt32>)
        /// One bit a general category.
        case categories(UInt32)
        case whitespace
        case word
        case set(ScalarSet)

        fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .range(let range): range.contains(scalar.value)
            case .categories(let mask): mask & GeneralCategories.bit(of: scalar) != 0
            case .whitespace: scalar.value == 0x85 || GeneralCategories.separators & GeneralCategories.bit(of: scalar) != 0 || (0x09...0x0d).contains(scalar.value)
            case .word: scalar.isWordCharacter
            case .set(let set): set.contains(scalar)
            }
        }
    }

    private let items: [Item]
    private let isNegated: Bool
    private let ignoresCase: Bool
    /// The answers for ASCII, a bit each.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ items: [Item], isNegated: Bool = false, ignoresCase: Bool = false) {
        self.items = items
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
        for value in 0..<128 as Range<UInt8> where slowlyContains(Unicode.Scalar(value)) {
            if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
        }
    }

    @inline(__always)
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return low >> UInt64(value) & 1 != 0 }
        if value < 128 { return high >> UInt64(value - 64) & 1 != 0 }
        return slowlyContains(scalar)
    }

    private func slowlyContains(_ scalar: Unicode.Scalar) -> Bool {
        var isIn = items.contains { $0.contains(scalar) }
        if !isIn, ignoresCase { isIn = scalar.otherCases.contains { other in items.contains { $0.contains(other) } } }
        return isIn != isNegated
    }
}

extension Unicode.Scalar {
    /// The single characters that differ from this one in case only.
    fileprivate var otherCases: [Unicode.Scalar] {
        func single(_ text: String) -> Unicode.Scalar? { text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil }
        let upper = single(properties.uppercaseMapping), lower = single(properties.lowercaseMapping)
        return [upper, lower, upper.flatMap { single($0.properties.lowercaseMapping) }].compactMap { $0 }
    }
}

/// General categories by their names in `\p{…}`.
enum GeneralCategories {
    private static let names: [(String, Unicode.GeneralCategory)] = [
        ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter), ("Lm", .modifierLetter), ("Lo", .otherLetter),
        ("Mn", .nonspacingMark), ("Mc", .spacingMark), ("Me", .enclosingMark), ("Nd", .decimalNumber), ("Nl", .letterNumber), ("No", .otherNumber),
        ("Pc", .connectorPunctuation), ("Pd", .dashPunctuation), ("Ps", .openPunctuation), ("Pe", .closePunctuation), ("Pi", .initialPunctuation),
        ("Pf", .finalPunctuation), ("Po", .otherPunctuation), ("Sm", .mathSymbol), ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol),
        ("Zs", .spaceSeparator), ("Zl", .lineSeparator), ("Zp", .paragraphSeparator), ("Cc", .control), ("Cf", .format), ("Cs", .surrogate),
        ("Co", .privateUse), ("Cn", .unassigned),
    ]
    private static let longNames = ["letter": "L", "mark": "M", "number": "N", "punctuation": "P", "symbol": "S", "separator": "Z", "other": "C"]

    /// Of the basic plane: asking the library for each character of a long text would take most of the time.
    private static let basicPlane: [UInt32] = (0..<0x10000 as Range<UInt32>).map { value in
        bit(Unicode.Scalar(value)?.properties.generalCategory ?? .surrogate)
    }

    /// With U+0085 and the ASCII controls, Unicode's white space.
    static let separators = bit(.spaceSeparator) | bit(.lineSeparator) | bit(.paragraphSeparator)

    @inline(__always)
    static func bit(of scalar: Unicode.Scalar) -> UInt32 {
        scalar.value < 0x10000 ? basicPlane[Int(scalar.value)] : bit(scalar.properties.generalCategory)
    }

    static func bit(_ category: Unicode.GeneralCategory) -> UInt32 {
        switch category {
        case .uppercaseLetter: 1 << 0
        case .lowercaseLetter: 1 << 1
        case .titlecaseLetter: 1 << 2
        case .modifierLetter: 1 << 3
        case .otherLetter: 1 << 4
        case .nonspacingMark: 1 << 5
        case .spacingMark: 1 << 6
        case .enclosingMark: 1 << 7
        case .decimalNumber: 1 << 8
        case .letterNumber: 1 << 9
        case .otherNumber: 1 << 10
        case .connectorPunctuation: 1 << 11
        case .dashPunctuation: 1 << 12
        case .openPunctuation: 1 << 13
        case .closePunctuation: 1 << 14
        case .initialPunctuation: 1 << 15
        case .finalPunctuation: 1 << 16
        case .otherPunctuation: 1 << 17
        case .mathSymbol: 1 << 18
        case .currencySymbol: 1 << 19
        case .modifierSymbol: 1 << 20
        case .otherSymbol: 1 << 21
        case .spaceSeparator: 1 << 22
        case .lineSeparator: 1 << 23
        case .paragraphSeparator: 1 << 24
        case .control: 1 << 25
        case .format: 1 << 26
        case .surrogate: 1 << 27
        case .privateUse: 1 << 28
        case .unassigned: 1 << 29
        @unknown default: 1 << 29
        }
    }

    /// The categories of `\p{NAME}`, or nil for a name that is none of them.
    static func mask(named name: String) -> UInt32? {
        let wanted = longNames[name.lowercased()] ?? name
        let found = names.filter { $0.0 == wanted || (wanted.count == 1 && $0.0.hasPrefix(wanted)) }
        return found.isEmpty ? nil : found.reduce(0) { $0 | bit($1.1) }
    }
}
