import Foundation

/// Doubles as their little-endian bytes, so that no digit is lost: in JSON as base64, or beside it (`SideNumbers`).
package struct PackedDoubles: Codable, Sendable, Equatable {
    package let values: [Double]

    package init(_ values: [Double]) { self.values = values }

    package init(from decoder: any Decoder) throws {
        values = try SideNumbers.decode(8, from: decoder) { bytes in
            (0..<bytes.count / 8).map { Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))) }
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
