/// Finds and reads the central directory of a zip file (APPNOTE 4.3, 4.5.3).
struct ZipDirectoryReader {
    let bytes: UnsafeRawBufferPointer
    /// Why `members()` found none.
    private(set) var trouble = "no directory"

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private func integer<T: FixedWidthInteger>(_: T.Type, _ offset: Int) -> T? {
        guard offset >= 0, offset <= bytes.count - MemoryLayout<T>.size else { return nil }
        return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// A checkpoint has one for each tensor.
    private static let mostMembers = 100_000

    /// Nil, with `trouble` set, where the directory is missing or disagrees with the file.
    mutating func members() -> [ZipArchive.Member]? {
        guard let (count, start, end) = directory() else { return nil }
        guard count <= Self.mostMembers else {
            trouble = "\(count) members, more than \(Self.mostMembers)"
            return nil
        }
        var members: [ZipArchive.Member] = []
        var names: Set<String> = []
        var offset = start
        while members.count < count {
            guard let (member, next) = member(at: offset, end: end) else { return nil }
            guard names.insert(member.name).inserted else {
                trouble = "\(member.name.shortened) twice"
                return nil
            }
            members.append(member)
            offset = next
        }
        return members
    }

    /// Count of members and extent of the central directory, from the record at the end of the file.
    private mutating func directory() -> (count: Int, start: Int, end: Int)? {
        let earliest = max(0, bytes.count - 22 - 0xffff)
        var record = bytes.count - 22
        while record >= earliest, integer(UInt32.self, record) != 0x0605_4b50 { record -= 1 }
        guard record >= earliest, let count = integer(UInt16.self, record + 10), let size = integer(UInt32.self, record + 12),
            let offset = integer(UInt32.self, record + 16)
        else { return nil }
        var found: (count: UInt64, size: UInt64, offset: UInt64) = (UInt64(wide: count), UInt64(wide: size), UInt64(wide: offset))
        if count == .max || size == .max || offset == .max {
            guard integer(UInt32.self, record - 20) == 0x0706_4b50,
                let place = integer(UInt64.self, record - 12).flatMap({ Int(exactly: $0) }), place <= bytes.count - 56,
                integer(UInt32.self, place) == 0x0606_4b50, let count = integer(UInt64.self, place + 32),
                let size = integer(UInt64.self, place + 40),
                let offset = integer(UInt64.self, place + 48)
            else {
                trouble = "no zip64 directory"
                return nil
            }
            found = (count, size, offset)
        }
        guard found.offset <= bytes.count, found.size <= UInt64(clamping: bytes.count) - found.offset, found.count <= found.size / 46 else {
            trouble = "a directory of \(found.count) members at byte \(found.offset)"
            return nil
        }
        return (Int(clamping: found.count), Int(clamping: found.offset), Int(clamping: found.offset + found.size))
    }

    private mutating func member(at offset: Int, end: Int) -> (ZipArchive.Member, next: Int)? {
        trouble = "a broken entry at byte \(offset)"
        guard end - offset >= 46, integer(UInt32.self, offset) == 0x0201_4b50, let flags = integer(UInt16.self, offset + 8),
            let method = integer(UInt16.self, offset + 10),
            let checksum = integer(UInt32.self, offset + 16), let packed = integer(UInt32.self, offset + 20),
            let size = integer(UInt32.self, offset + 24),
            let nameLength = integer(UInt16.self, offset + 28), let extraLength = integer(UInt16.self, offset + 30),
            let commentLength = integer(UInt16.self, offset + 32),
            let local = integer(UInt32.self, offset + 42)
        else { return nil }
        let nameStart = offset + 46, extraStart = nameStart + Int(wide: nameLength), extraEnd = extraStart + Int(wide: extraLength),
            next = extraEnd + Int(wide: commentLength)
        guard next <= end else { return nil }
        var sizes = [UInt64(wide: size), UInt64(wide: packed), UInt64(wide: local)]
        // Fields that do not fit in 32 bits stand in the zip64 extra field, in this order.
        let large = [size == .max, packed == .max, local == .max]
        if large.contains(true) {
            guard var place = zip64Extra(extraStart..<extraEnd) else { return nil }
            for i in 0..<3 where large[i] {
                guard place.count >= 8, let value = integer(UInt64.self, place.lowerBound) else { return nil }
                sizes[i] = value
                place = place.lowerBound + 8..<place.upperBound
            }
        }
        guard let size = Int(exactly: sizes[0]), let packed = Int(exactly: sizes[1]), let local = Int(exactly: sizes[2]) else { return nil }
        let member = ZipArchive.Member(
            name: String(decoding: bytes[nameStart..<extraStart], as: UTF8.self), method: Int(wide: method), flags: Int(wide: flags),
            checksum: checksum, packedSize: packed, size: size,
            offset: local)
        return (member, next)
    }

    private func zip64Extra(_ extent: Range<Int>) -> Range<Int>? {
        var offset = extent.lowerBound
        while extent.upperBound - offset >= 4, let id = integer(UInt16.self, offset), let length = integer(UInt16.self, offset + 2) {
            let end = offset + 4 + Int(wide: length)
            guard end <= extent.upperBound else { return nil }
            if id == 1 { return offset + 4..<end }
            offset = end
        }
        return nil
    }
}
