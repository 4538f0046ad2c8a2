import Foundation
import Synchronization

/// Numbers that stand as bytes beside a JSON text, which says where: base64 takes a third more room, and a parser's time.
///
/// Values that are encoded with a `Writer` at hand (`encoder.userInfo[SideNumbers.key]`) leave their numbers to it and write a place, an
/// array of three: the first byte, how many bytes, and their CRC-32. A `Reader` gives them back.
enum SideNumbers {
    static let key = CodingUserInfoKey(rawValue: "parallax.numbers")

    /// Gathers the bytes, one part a value.
    final class Writer: Sendable {
        private let gathered = Mutex<(parts: [Data], length: Int)>(([], 0))

        var parts: [Data] { gathered.withLock { $0.parts } }

        fileprivate func add(_ bytes: Data) -> Int {
            gathered.withLock { gathered in
                defer { gathered.length += bytes.count }
                gathered.parts.append(bytes)
                return gathered.length
            }
        }
    }

    /// Gives the bytes back as long as they are asked for once: a text of few bytes cannot ask for many.
    final class Reader: Sendable {
        private let file: MappedFile
        private let range: Range<Int>
        private let left: Mutex<Int>

        init(_ file: MappedFile, _ range: Range<Int>) {
            self.file = file
            self.range = range
            left = Mutex(range.count)
        }

        /// - Returns: nil for a place that does not lie within the numbers, was damaged, or goes beyond what there is together with those before.
        fileprivate func bytes(_ offset: Int, _ count: Int, sum: UInt32) -> UnsafeRawBufferPointer? {
            guard offset >= 0, count >= 0, offset <= range.count, count <= range.count - offset else { return nil }
            guard
                left.withLock({
                    $0 -= count; return $0 >= 0
                })
            else { return nil }
            let start = range.lowerBound + offset, bytes = UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + count])
            return CRC32.checksum(bytes) == sum ? bytes : nil
        }
    }

    /// Encodes little-endian bytes: by their place where there is a writer, else as base64.
    static func encode(_ bytes: Data, to encoder: any Encoder) throws {
        guard let key, let writer = encoder.userInfo[key] as? Writer else {
            var container = encoder.singleValueContainer()
            try container.encode(bytes.base64EncodedString())
            return
        }
        var container = encoder.unkeyedContainer()
        try container.encode(writer.add(bytes))
        try container.encode(bytes.count)
        try container.encode(bytes.withUnsafeBytes { CRC32.checksum($0) })
    }

    /// Decodes what `encode` wrote.
    /// - Parameter stride: bytes of a number.
    /// - Throws: `DecodingError` for what is neither, or no whole numbers.
    static func decode<Value>(_ stride: Int, from decoder: any Decoder, _ body: (UnsafeRawBufferPointer) -> Value) throws -> Value {
        func refuse(_ why: String) -> DecodingError { .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: why)) }
        guard let key, let reader = decoder.userInfo[key] as? Reader else {
            guard let data = Data(base64Encoded: try decoder.singleValueContainer().decode(String.self)), data.count.isMultiple(of: stride)
            else {
                throw refuse("numbers that are not base64 of \(stride) bytes each")
            }
            return data.withUnsafeBytes(body)
        }
        var container = try decoder.unkeyedContainer()
        let (offset, count, sum) = (try container.decode(Int.self), try container.decode(Int.self), try container.decode(UInt32.self))
        guard count.isMultiple(of: stride), let bytes = reader.bytes(offset, count, sum: sum) else {
            throw refuse("numbers that are damaged, or not where the file says")
        }
        return body(bytes)
    }
}

/// Doubles as their little-endian bytes, so that no digit is lost: in JSON as base64, or beside it (`SideNumbers`).
package struct PackedDoubles: Codable, Sendable, Equatable {
    package let values: [Double]

    package init(_ values: [Double]) { self.values = values }

    package init(from decoder: any Decoder) throws {
        values = try SideNumbers.decode(8, from: decoder) { bytes in
            (0..<bytes.count / 8).map {
                Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var data = Data(capacity: values.count * 8)
        data.append(doubles: values)
        try SideNumbers.encode(data, to: encoder)
    }
}

extension Data {
    package init(littleEndian number: UInt64) {
        self.init()
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    package mutating func append(doubles: [Double]) {
        for value in doubles { Swift.withUnsafeBytes(of: value.bitPattern.littleEndian) { append(contentsOf: $0) } }
    }
}

/// Floats as their little-endian bytes: in JSON as base64, or beside it (`SideNumbers`).
struct PackedFloats: Codable {
    let values: [Float]

    init(_ values: [Float]) { self.values = values }

    init(from decoder: any Decoder) throws {
        values = try SideNumbers.decode(4, from: decoder) { bytes in
            (0..<bytes.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var data = Data(capacity: values.count * 4)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        try SideNumbers.encode(data, to: encoder)
    }
}
