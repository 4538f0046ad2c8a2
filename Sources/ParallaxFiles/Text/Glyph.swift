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
