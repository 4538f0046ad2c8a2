/// A prefix code of deflate (RFC 1951, 3.2.2), decoded by one look-up of as many bits as its longest code has.
struct HuffmanTable {
    /// symbol << 4 | length of its code, at every bit pattern that begins with the code; 0 where no code begins so.
    private let entries: [UInt16]
    private let mask: UInt64

    /// Nil where the lengths (0…15, of at most 288 symbols) describe no prefix code: more codes than bit patterns.
    init?(lengths: some Collection<UInt8>) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths { counts[Int(length)] += 1 }
        counts[0] = 0
        let longest = counts.lastIndex { $0 > 0 } ?? 1
        var next = [Int](repeating: 0, count: 16)
        var code = 0
        for length in 1...15 {
            code = (code + counts[length - 1]) << 1
            next[length] = code
            guard code + counts[length] <= 1 << length else { return nil }
        }
        var entries = [UInt16](repeating: 0, count: 1 << longest)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let length = Int(length)
            // Codes are written with their first bit lowest.
            var reversed = 0
            for bit in 0..<length where next[length] >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
            next[length] += 1
            for pattern in stride(from: reversed, to: entries.count, by: 1 << length) { entries[pattern] = UInt16(symbol << 4 | length) }
        }
        self.entries = entries
        mask = UInt64(entries.count - 1)
    }

    /// The symbol whose code the low bits begin with, and the code's length; nil where there is none.
    @inline(__always)
    func decode(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        let entry = entries[Int(bits & mask)]
        return entry == 0 ? nil : (Int(entry >> 4), Int(entry & 15))
    }
}
