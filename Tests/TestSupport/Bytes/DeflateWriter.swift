/// Writes deflate data (RFC 1951) with the fixed codes: letters, and repetitions of what came before. A bomb of any size is made in a moment.
public struct DeflateWriter {
    private var bytes: [UInt8] = []
    private var bits: UInt64 = 0
    private var count: UInt64 = 0

    public init() { put(0b011, 3) }

    private mutating func put(_ value: UInt64, _ length: UInt64) {
        bits |= value << count
        count += length
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            count -= 8
        }
    }

    /// Codes are written with their first bit lowest.
    private mutating func code(_ value: UInt64, _ length: UInt64) {
        var reversed: UInt64 = 0
        for bit in 0..<length where value >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
        put(reversed, length)
    }

    public mutating func write(_ letters: some Sequence<UInt8>) {
        for letter in letters { if letter < 144 { code(0x30 + UInt64(letter), 8) } else { code(0x190 + UInt64(letter) - 144, 9) } }
    }

    /// Repeats the last `distance` bytes (at most 32,768), 258 bytes at a time.
    public mutating func repeated(_ times: Int, distance: Int) {
        // The first distances stand alone, then two symbols for each further bit.
        var symbol = UInt64(distance - 1), extra: UInt64 = 0, extraBits: UInt64 = 0
        if distance > 4 {
            extraBits = UInt64(distance - 1).bitLength - 2
            symbol = 2 * (extraBits + 1) + (UInt64(distance - 1) >> extraBits & 1)
            extra = UInt64(distance - 1) & (1 << extraBits - 1)
        }
        for _ in 0..<times {
            code(0xc5, 8)
            code(symbol, 5)
            put(extra, extraBits)
        }
    }

    public mutating func finish() -> [UInt8] {
        code(0, 7)
        if count > 0 { put(0, 8 - count) }
        return bytes
    }

    /// A text that can be packed is one whose letters are just written.
    public static func packed(_ letters: some Sequence<UInt8>) -> [UInt8] {
        var writer = DeflateWriter()
        writer.write(letters)
        return writer.finish()
    }
}

extension UInt64 {
    fileprivate var bitLength: UInt64 { UInt64(UInt64.bitWidth - leadingZeroBitCount) }
}

/// The checksum of zip and gzip.
public func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
    }
    return ~crc
}

extension FixedWidthInteger {
    /// Its bytes, the lowest first.
    public var bytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
