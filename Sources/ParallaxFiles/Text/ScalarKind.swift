/// What a scalar does in a row of cells. The tables are the program's own, so that a screen is the same whatever C library or
/// terminal is used; scalars whose width those disagree about are not drawn as they are.
enum ScalarKind: Equatable {
    /// Drawn as it is, in so many columns.
    case cell(width: UInt8)
    /// Drawn over the scalar before it.
    case mark
    /// Another scalar stands for it, of one column: controls, format characters, what may be missing in the terminal's tables.
    case shown(as: Unicode.Scalar)
    /// Changes how its neighbours are drawn, differently in every terminal (joiners, variation selectors, tags): left out
    /// after a visible scalar.
    case invisible
    /// Colours the emoji before it in some terminals, and stands alone in others.
    case skinTone

    static let replacement: Unicode.Scalar = "\u{FFFD}"
    /// Stands for a format character that stands alone: it is there, and it has no look.
    static let standIn: Unicode.Scalar = "\u{2B1A}"

    /// Terminals and C libraries in use know this Unicode version; newer scalars have no width there.
    static let newestVersion = (major: 13, minor: 0)

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x20..<0x7F: self = .cell(width: 1)
        case 0x0A: self = .shown(as: "⏎")
        case 0x09: self = .shown(as: "→")
        case 0..<0x20: self = .shown(as: Unicode.Scalar(0x2400 + value) ?? Self.replacement)
        case 0x7F: self = .shown(as: "␡")
        case 0x80..<0xA0: self = .shown(as: Self.replacement)
        case 0xA0: self = .shown(as: " ")
        case 0xA1..<0x300: self = value == 0xAD ? .shown(as: Self.standIn) : .cell(width: 1)
        case 0x200B...0x200D, 0x2060, 0x20E3, 0xFE00...0xFE0F, 0xFEFF, 0xE0000...0xE007F, 0xE0100...0xE01EF: self = .invisible
        case 0x2028, 0x2029: self = .shown(as: "⏎")
        case 0x1F1E6...0x1F1FF: self = .shown(as: Unicode.Scalar(value - 0x1F1E6 + 0x41) ?? Self.replacement)
        case 0x1F3FB...0x1F3FF: self = .skinTone
        default: self.init(byProperties: scalar)
        }
    }

    private init(byProperties scalar: Unicode.Scalar) {
        let properties = scalar.properties
        guard let age = properties.age, age.major <= Self.newestVersion.major, !Self.disputed.contains(where: { $0 ~= scalar.value }) else {
            self = .shown(as: Self.replacement)
            return
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: self = .mark
        case .format: self = .shown(as: Self.standIn)
        case .spaceSeparator: self = scalar == "\u{3000}" ? .cell(width: 2) : .shown(as: " ")
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: self = .shown(as: Self.replacement)
        default: self = .cell(width: Self.isWide(scalar.value) ? 2 : 1)
        }
    }

    /// Conjoining vowels and finals of Korean, circled numbers on squares, hexagrams, a vowel that changed its category: 0, 1 or 2
    /// columns, depending on whom one asks.
    private static let disputed: [ClosedRange<UInt32>] = [
        0x1160...0x11FF, 0x3248...0x324F, 0x4DC0...0x4DFF, 0xD7B0...0xD7FF, 0x1171E...0x1171E
    ]

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        var low = 0, high = wide.count - 1
        while low <= high {
            let middle = (low + high) / 2
            if value < wide[middle].lowerBound {
                high = middle - 1
            } else if value > wide[middle].upperBound {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }

    /// East Asian Width W and F (Unicode's EastAsianWidth.txt), neighbours joined over what is unassigned.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3, 0x25FD...0x25FE,
        0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE,
        0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA,
        0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755,
        0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
        0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
        0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
        0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393,
        0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
        0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596,
        0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF,
        0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
        0x1FA70...0x1FAF6, 0x20000...0x3FFFD
    ]
}

/// What stands in one cell, or in two: one scalar that can be printed, with a few combining marks.
///
/// A glyph is made by `SafeText` from untrusted text, or from a scalar of our own; either way what cannot be printed, or whose
/// width terminals disagree about, never becomes one.
package struct Glyph: Hashable, Sendable {
    package let base: Unicode.Scalar
    /// Columns: 1 or 2.
    package let width: UInt8
    /// Up to three scalars of 21 bits each, the first in the lowest bits; 0 is none.
    private var packedMarks: UInt64 = 0

    /// Marks beyond this many are left out: a cell is one line high, whatever the text wants.
    package static let markLimit = 3

    package static let space = Glyph(checked: " ", width: 1)
    package static let replacement = Glyph(checked: "\u{FFFD}", width: 1)

    package init(checked base: Unicode.Scalar, width: UInt8) {
        self.base = base
        self.width = width
    }

    /// A scalar of the program's own; what cannot be printed becomes the replacement character.
    package init(_ scalar: Unicode.Scalar) {
        switch ScalarKind(scalar) {
        case .cell(let width): self.init(checked: scalar, width: width)
        case .shown(let visible): self.init(checked: visible, width: 1)
        case .mark, .invisible, .skinTone: self = .replacement
        }
    }

    /// The combining marks, in order.
    package var marks: [Unicode.Scalar] {
        (0..<Self.markLimit).compactMap { place in
            let value = UInt32(clamping: (packedMarks >> UInt64(truncatingIfNeeded: 21 * place)) & 0x1F_FFFF)
            return value == 0 ? nil : Unicode.Scalar(value)
        }
    }

    package var hasMarks: Bool { packedMarks != 0 }

    /// Adds a combining mark while there is room.
    mutating func add(mark: Unicode.Scalar) {
        for place in 0..<Self.markLimit where (packedMarks >> UInt64(truncatingIfNeeded: 21 * place)) & 0x1F_FFFF == 0 {
            packedMarks |= UInt64(wide: mark.value) << UInt64(truncatingIfNeeded: 21 * place)
            return
        }
    }

    /// The glyph as text.
    package var text: String {
        var scalars = String.UnicodeScalarView()
        scalars.append(base)
        scalars.append(contentsOf: marks)
        return String(scalars)
    }
}
