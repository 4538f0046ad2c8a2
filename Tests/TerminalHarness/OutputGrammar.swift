/// Whether what a program writes to a terminal is nothing but text and the sequences that it may use, byte by byte.
package struct OutputGrammar {
    private enum State {
        case text
        case escape
        /// Inside "ESC [ …".
        case control(String)
        /// After "ESC (": the name of a character set.
        case characterSet
        /// Inside a character of several bytes.
        case character([UInt8], count: Int)
    }

    package init() {}

    private var state = State.text
    /// The first thing that may not be, with what stood before it.
    package private(set) var offence: String?
    private var recent: [UInt8] = []

    /// Moves, erasing, scrolling, attributes, modes.
    private static let finals = Set("@ABCDEFGHIJKLMPSTXZ`abdefghlmrtu".unicodeScalars)

    package mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes where offence == nil {
            recent = recent.suffix(40) + [byte]
            state = next(byte)
        }
    }

    private mutating func refuse(_ what: String) -> State {
        offence = "\(what) after \(String(decoding: recent.dropLast(), as: UTF8.self).debugDescription)"
        return .text
    }

    private mutating func next(_ byte: UInt8) -> State {
        switch state {
        case .text: return text(byte)
        case .escape:
            switch byte {
            case UInt8(ascii: "["): return .control("")
            case UInt8(ascii: "("), UInt8(ascii: ")"): return .characterSet
            // Cursor kept and restored, keypad, index up.
            case UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "M"): return .text
            default: return refuse("ESC and \(byte)")
            }
        case .control(let parameters):
            switch byte {
            case 0x20...0x3F where parameters.utf8.count < 40: return .control(parameters + String(Unicode.Scalar(byte)))
            default: return Self.finals.contains(Unicode.Scalar(byte)) ? .text : refuse("the sequence \(parameters) and \(byte)")
            }
        case .characterSet:
            return [UInt8(ascii: "0"), UInt8(ascii: "A"), UInt8(ascii: "B")].contains(byte) ? .text : refuse("character set \(byte)")
        case .character(let bytes, let count):
            guard bytes.count + 1 == count else { return .character(bytes + [byte], count: count) }
            guard let scalar = String(validating: bytes + [byte], as: UTF8.self)?.unicodeScalars.first else { return refuse("no UTF-8") }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                return refuse("U+\(String(scalar.value, radix: 16))")
            default: return .text
            }
        }
    }

    private mutating func text(_ byte: UInt8) -> State {
        switch byte {
        case 0x1B: .escape
        case 0x08, 0x09, 0x0A, 0x0D, 0x20...0x7E: .text
        case 0xC2...0xDF: .character([byte], count: 2)
        case 0xE0...0xEF: .character([byte], count: 3)
        case 0xF0...0xF4: .character([byte], count: 4)
        default: refuse("byte \(byte)")
        }
    }
}
