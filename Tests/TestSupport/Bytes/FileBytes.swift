/// The bytes of files in the formats that the program reads, sound or with lies in them.
public enum FileBytes {
    /// A gzip member.
    /// - Parameters:
    ///   - checksum: of the unpacked bytes, as is `size`; what they are does not matter where the reader gives up before the end.
    public static func gzip(_ packed: [UInt8], checksum: UInt32 = 0, size: Int = 0) -> [UInt8] {
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + packed + checksum.bytes + UInt32(truncatingIfNeeded: size).bytes
    }

    public static func gzip(text: String) -> [UInt8] {
        gzip(DeflateWriter.packed(text.utf8), checksum: crc32(text.utf8), size: text.utf8.count)
    }

    public struct Member {
        public var name: String
        /// As they stand in the archive.
        public var bytes: [UInt8]
        public var method: UInt16 = 0
        public var checksum: UInt32
        public var size: Int

        public init(_ name: String, _ contents: [UInt8]) {
            (self.name, bytes, checksum, size) = (name, contents, crc32(contents), contents.count)
        }

        public init(_ name: String, packed bytes: [UInt8], checksum: UInt32 = 0, size: Int) {
            (self.name, self.bytes, method, self.checksum, self.size) = (name, bytes, 8, checksum, size)
        }
    }

    /// A zip archive. What its directory says can be changed: `count` of members, `directory` to begin elsewhere.
    public static func zip(_ members: [Member], count: Int? = nil, directory: Int? = nil) -> [UInt8] {
        var bytes: [UInt8] = [], entries: [UInt8] = []
        for member in members {
            let name = Array(member.name.utf8)
            let sizes = UInt32(truncatingIfNeeded: member.bytes.count).bytes + UInt32(truncatingIfNeeded: member.size).bytes
            let common =
                UInt16(20).bytes + UInt16(0).bytes + member.method.bytes + UInt32(0).bytes + member.checksum.bytes + sizes
                + UInt16(truncatingIfNeeded: name.count).bytes
            entries +=
                [0x50, 0x4b, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 12) + UInt32(truncatingIfNeeded: bytes.count).bytes + name
            bytes += [0x50, 0x4b, 3, 4] + common + UInt16(0).bytes + name + member.bytes
        }
        let total = UInt16(truncatingIfNeeded: count ?? members.count).bytes
        let end =
            [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + total + total + UInt32(truncatingIfNeeded: entries.count).bytes
            + UInt32(truncatingIfNeeded: directory ?? bytes.count).bytes + [0, 0]
        return bytes + entries + end
    }

    /// The head of a .npy file.
    public static func numpy(_ header: String, padding: Int = 0) -> [UInt8] {
        let text = Array(header.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0a]
        return [0x93] + Array("NUMPY".utf8) + [1, 0] + UInt16(truncatingIfNeeded: text.count).bytes + text
    }

    /// The head of a safetensors file.
    public static func safetensors(_ header: String) -> [UInt8] { UInt64(header.utf8.count).bytes + Array(header.utf8) }
}

/// Writes the pickles of PyTorch, protocol 2.
public struct PickleWriter {
    public private(set) var bytes: [UInt8] = [0x80, 2]

    public init() {}

    public mutating func raw(_ opcodes: [UInt8]) { bytes += opcodes }
    public mutating func raw(_ opcodes: String) { bytes += opcodes.utf8 }
    public mutating func text(_ text: String) { bytes += [UInt8(ascii: "X")] + UInt32(text.utf8.count).bytes + Array(text.utf8) }
    public mutating func integer(_ value: Int32) { bytes += [UInt8(ascii: "J")] + value.bytes }
    public mutating func put(_ place: UInt8) { bytes += [UInt8(ascii: "q"), place] }
    public mutating func get(_ place: UInt8) { bytes += [UInt8(ascii: "h"), place] }

    /// A tensor of four floats in the storage "0".
    public mutating func tensor(
        shape: [Int32] = [4], strides: [Int32] = [1], offset: Int32 = 0, storage: String = "0", count: Int32 = 4,
        type: String = "FloatStorage"
    ) {
        raw("ctorch._utils\n_rebuild_tensor_v2\n((")
        text("storage")
        raw("ctorch\n\(type)\n")
        text(storage)
        text("cpu")
        integer(count)
        raw("tQ")
        integer(offset)
        for values in [shape, strides] {
            raw("(")
            values.forEach { integer($0) }
            raw("t")
        }
        raw([0x89])
        raw("}tR")
    }

    public mutating func end() -> [UInt8] {
        raw(".")
        return bytes
    }

    /// The file that holds it, with one storage of four floats.
    public static func file(_ pickle: [UInt8]) -> [UInt8] {
        FileBytes.zip([
            .init("archive/data.pkl", pickle), .init("archive/byteorder", Array("little".utf8)),
            .init("archive/data/0", [UInt8](repeating: 0, count: 16))
        ])
    }
}
