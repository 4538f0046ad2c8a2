/// The byte-level alphabet of GPT-2: every byte as a printable character (space as Ġ, newline as Ċ).
enum ByteLevelAlphabet {
    /// The character of each byte.
    static let scalars: [Unicode.Scalar] = {
        var shifted: UInt32 = 0x100
        return (UInt8.min...UInt8.max).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
            default:
                defer { shifted += 1 }
                return Unicode.Scalar(shifted) ?? "\u{FFFD}"
            }
        }
    }()

    /// The character of each byte as UTF-8 (one or two bytes; a one-byte form has 0 in second place).
    static let encoded: [(UInt8, UInt8)] = scalars.map { scalar in
        scalar.value < 0x80 ? (UInt8(clamping: scalar.value), 0) : (UInt8(clamping: 0xC0 | scalar.value >> 6), UInt8(clamping: 0x80 | scalar.value & 0x3F))
    }

    /// The byte of each character up to the last one of the alphabet, -1 for characters that are not in it.
    private static let bytes: [Int16] = {
        var bytes = [Int16](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { bytes[Int(wide: scalar.value)] = Int16(clamping: byte) }
        return bytes
    }()

    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.value < UInt32(clamping: bytes.count), bytes[Int(wide: scalar.value)] >= 0 else { return nil }
        return UInt8(clamping: bytes[Int(wide: scalar.value)])
    }
}
