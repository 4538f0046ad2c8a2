/// A prefix code of deflate (RFC 1951, 3.2.2). Codes of up to ten bits, which are nearly all, are decoded by one look-up; longer ones bit by bit,
/// so that a table is made in a moment however long its codes are: packed data may have one for every few bytes.
struct HuffmanTable {
    private static let directBits = 10
    private static let directMask: UInt64 = 1 << 10 - 1

    /// symbol << 4 | length of its code, at every pattern of ten bits that begins with the code; 0 where no short code begins so.
    private var direct: [UInt16]
    /// The symbols that have a code, by length and then by number.
    private var symbols: [UInt16] = []
    /// How many codes there are of each length.
    private var counts = [Int](repeating: 0, count: 16)

    /// Nil where the lengths (0…15, of at most 288 symbols) describe no prefix code: more codes than bit patterns.
    init?(lengths: some Collection<UInt8>) {
        for length in lengths { counts[Int(wide: length)] += 1 }
        counts[0] = 0
        var next = [Int](repeating: 0, count: 16), places = [Int](repeating: 0, count: 16)
        var code = 0
        for length in 1...15 {
            code = (code + counts[length - 1]) << 1
            next[length] = code
            places[length] = places[length - 1] + counts[length - 1]
            guard code + counts[length] <= 1 << length else { return nil }
        }
        direct = [UInt16](repeating: 0, count: 1 << Self.directBits)
        symbols = [UInt16](repeating: 0, count: places[15] + counts[15])
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let length = Int(wide: length)
            symbols[places[length]] = UInt16(clamping: symbol)
            places[length] += 1
            defer { next[length] += 1 }
            guard length <= Self.directBits else { continue }
            // Codes are written with their first bit lowest.
            var reversed = 0
            for bit in 0..<length where next[length] >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
            for pattern in stride(from: reversed, to: direct.count, by: 1 << length) { direct[pattern] = UInt16(clamping: symbol << 4 | length) }
        }
    }

    /// The symbol whose code the low bits begin with, and the code's length; nil where there is none.
    @inline(__always)
    func decode(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        let entry = direct[Int(truncatingIfNeeded: bits & Self.directMask)]
        return entry == 0 ? decodeLong(bits) : (Int(wide: entry >> 4), Int(wide: entry & 15))
    }

    private func decodeLong(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        var code = 0, first = 0, place = 0
        for length in 1...15 {
            code |= Int(truncatingIfNeeded: bits >> UInt64(clamping: length - 1) & 1)
            let count = counts[length]
            if code - first < count { return (Int(wide: symbols[place + code - first]), length) }
            place += count
            first = (first + count) << 1
            code <<= 1
        }
        return nil
    }
}
