/// Where a text stops being UTF-8.
package enum UTF8Check {
    /// The offset of the first byte that belongs to no character; nil where all do. Overlong forms, halves of surrogate pairs and numbers
    /// behind the last character are none.
    package static func firstWrong(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var i = 0
        while i < bytes.count {
            let lead = bytes[i]
            guard lead >= 0x80 else {
                i += 1
                continue
            }
            let (count, second): (Int, ClosedRange<UInt8>)
            switch lead {
            case 0xc2...0xdf: (count, second) = (2, 0x80...0xbf)
            case 0xe0: (count, second) = (3, 0xa0...0xbf)
            case 0xed: (count, second) = (3, 0x80...0x9f)
            case 0xe1...0xef: (count, second) = (3, 0x80...0xbf)
            case 0xf0: (count, second) = (4, 0x90...0xbf)
            case 0xf4: (count, second) = (4, 0x80...0x8f)
            case 0xf1...0xf3: (count, second) = (4, 0x80...0xbf)
            default: return i
            }
            guard i + count <= bytes.count, second.contains(bytes[i + 1]) else { return i }
            for place in i + 2..<max(i + 2, i + count) where !UTF8.isContinuation(bytes[place]) { return i }
            i += count
        }
        return nil
    }

    /// A byte as programmers write it.
    package static func hexadecimal(_ byte: UInt8) -> String { "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
}
