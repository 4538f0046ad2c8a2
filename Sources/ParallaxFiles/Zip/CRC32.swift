import CZlib

/// The checksum of zip members and of our own files (polynomial 0xEDB88320).
package enum CRC32 {
    /// - Parameter before: of what stands before these bytes, where they are checked in parts.
    package static func checksum(_ bytes: UnsafeRawBufferPointer, after before: UInt32 = 0) -> UInt32 {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return before }
        return UInt32(truncatingIfNeeded: crc32_z(uLong(before), base.assumingMemoryBound(to: Bytef.self), bytes.count))
    }
}
