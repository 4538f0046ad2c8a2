/// The checksum of zip members and of our own files (polynomial 0xEDB88320), eight bytes at a step.
package enum CRC32 {
    /// `tables[k][b]`: what byte b contributes when k more bytes follow it in the step.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(clamping: byte)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
            tables[byte] = value
        }
        for k in 1..<8 {
            for byte in 0..<256 {
                let before = tables[(k - 1) * 256 + byte]
                tables[k * 256 + byte] = tables[Int(wide: before & 0xff)] ^ (before >> 8)
            }
        }
        return tables
    }()

    /// - Parameter before: of what stands before these bytes, where they are checked in parts.
    package static func checksum(_ bytes: UnsafeRawBufferPointer, after before: UInt32 = 0) -> UInt32 {
        tables.withUnsafeBufferPointer { table in
            var crc = ~before
            var i = 0
            while bytes.count - i >= 8 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self)) ^ UInt64(wide: crc)
                crc = 0
                for k in 0..<8 { crc ^= table[(7 - k) * 256 + Int(truncatingIfNeeded: (word >> (8 * k)) & 0xff)] }
                i += 8
            }
            while i < bytes.count {
                crc = table[Int(wide: (crc ^ UInt32(wide: bytes[i])) & 0xff)] ^ (crc >> 8)
                i += 1
            }
            return ~crc
        }
    }
}
