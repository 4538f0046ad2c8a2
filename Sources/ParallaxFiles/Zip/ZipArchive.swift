import Foundation

/// The directory of a zip file (stored and deflated members, zip64), mapped. Members are unpacked when asked for.
package struct ZipArchive: Sendable {
    package struct Member: Sendable {
        let name: String
        let method: Int
        let flags: Int
        let checksum: UInt32
        let packedSize: Int
        let size: Int
        /// Of its local header, in the file.
        let offset: Int
    }

    let file: MappedFile
    let members: [Member]

    /// - Throws: `Complaint` where the directory is missing or points outside the file.
    package init(_ file: MappedFile) throws {
        self.file = file
        var reader = ZipDirectoryReader(bytes: file.bytes)
        guard let members = reader.members() else {
            throw Complaint(
                file.path, expected: "a zip directory that agrees with the file's \(file.bytes.count) bytes",
                found: "one that does not (\(reader.trouble))",
                remedy: "the file is truncated or damaged, fetch it again")
        }
        self.members = members
    }

    private func complaint(_ member: Member, _ expected: String, _ found: String, _ remedy: String = "the file is damaged, fetch it again")
        -> Complaint
    {
        Complaint("\(file.path), member \(member.name.shortened)", expected: expected, found: found, remedy: remedy)
    }

    /// The bytes of a member as they lie in the file, packed or not.
    private func packed(_ member: Member) throws -> Range<Int> {
        let bytes = file.bytes
        guard member.flags & 1 == 0 else {
            throw complaint(member, "data that is not encrypted", "encrypted data", "save it without a password")
        }
        guard member.offset <= bytes.count - 30,
            bytes.loadUnaligned(fromByteOffset: member.offset, as: UInt32.self).littleEndian == 0x0403_4b50
        else {
            throw complaint(member, "a local header at byte \(member.offset)", "something else")
        }
        let nameLength = Int(wide: bytes.loadUnaligned(fromByteOffset: member.offset + 26, as: UInt16.self).littleEndian)
        let extraLength = Int(wide: bytes.loadUnaligned(fromByteOffset: member.offset + 28, as: UInt16.self).littleEndian)
        let start = member.offset + 30 + nameLength + extraLength
        guard start <= bytes.count, member.packedSize <= bytes.count - start else {
            throw complaint(member, "\(member.packedSize) bytes from byte \(start) on", "a file of \(bytes.count) bytes")
        }
        return start..<start + member.packedSize
    }

    /// Deflate packs at most 1032 bytes into one; a larger promise is a lie.
    private static let highestRatio = 1032
    /// Members that must be unpacked into memory may not be larger than this.
    private static let largestUnpacked = 4 << 30
    /// Numbers of weights hardly pack at all: a large member that unpacks to this many times its size is a bomb.
    private static let suspiciousRatio = 50
    private static let harmlessSize = 16 << 20

    private func checkSizes(_ member: Member) throws {
        switch member.method {
        case 0:
            guard member.packedSize == member.size else {
                throw complaint(member, "a stored member of one size", "\(member.packedSize) bytes that claim to be \(member.size)")
            }
        case 8:
            guard member.size / Self.highestRatio <= member.packedSize, member.size <= Self.largestUnpacked else {
                throw complaint(
                    member, "a size that \(member.packedSize) packed bytes can have, at most \(Self.largestUnpacked)",
                    "a promise of \(member.size) bytes",
                    "save the arrays uncompressed (numpy.savez)")
            }
            guard member.size <= Self.harmlessSize || member.size / Self.suspiciousRatio <= member.packedSize else {
                throw complaint(
                    member, "weights, which deflate packs to no less than 1/\(Self.suspiciousRatio)",
                    "\(member.packedSize) bytes that unpack to \(member.size)",
                    "save the arrays uncompressed (numpy.savez) if you trust them")
            }
        default: throw complaint(member, "a stored or deflated member", "compression method \(member.method)", "save it with numpy.savez")
        }
    }

    /// The first bytes of a member, at most `count`, unchecked.
    func prefix(of member: Member, count: Int) throws -> [UInt8] {
        let extent = try packed(member)
        try checkSizes(member)
        let count = min(count, member.size)
        if member.method == 0 { return Array(file.bytes[extent].prefix(count)) }
        do {
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
                initialised = try Inflater.prefix(
                    of: UnsafeRawBufferPointer(rebasing: file.bytes[extent]), into: UnsafeMutableRawBufferPointer(buffer))
            }
        } catch is Inflater.Failure {
            throw complaint(member, "deflate data", "damaged data")
        }
    }

    /// Where a stored member lies in the file. Its checksum is not verified, which would read all of it.
    func extent(ofStored member: Member) throws -> Range<Int> {
        try checkSizes(member)
        guard member.method == 0 else {
            throw complaint(member, "a stored member", "a packed one", "save it again with torch.save, which does not pack")
        }
        return try packed(member)
    }

    /// The whole member, its checksum verified: the file's own bytes where it is stored, unpacked ones otherwise.
    func contents(of member: Member) throws -> (storage: any ByteStorage, extent: Range<Int>) {
        let extent = try packed(member)
        try checkSizes(member)
        let storage: any ByteStorage
        let place: Range<Int>
        if member.method == 0 {
            (storage, place) = (file, extent)
        } else {
            try MemoryRoom.check(member.size, "\(file.path), member \(member.name.shortened)")
            do {
                storage = try MemoryBytes(count: member.size) {
                    try Inflater.whole(UnsafeRawBufferPointer(rebasing: file.bytes[extent]), into: $0)
                }
            } catch Inflater.Failure.tooLong {
                throw complaint(member, "\(member.size) bytes after unpacking, as its directory says", "more", "do not trust this file")
            } catch is Inflater.Failure {
                throw complaint(member, "deflate data of \(member.size) bytes", "damaged data")
            }
            place = 0..<member.size
        }
        try file.checkWhole()
        let checksum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: storage.bytes[place]))
        guard checksum == member.checksum else {
            throw complaint(member, "a checksum of \(String(member.checksum, radix: 16))", String(checksum, radix: 16))
        }
        return (storage, place)
    }
}
