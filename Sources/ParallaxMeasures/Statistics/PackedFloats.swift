import Foundation

/// Floats as their little-endian bytes: in JSON as base64, or beside it (`SideNumbers`).
struct PackedFloats: Codable {
    let values: [Float]

    init(_ values: [Float]) { self.values = values }

    init(from decoder: any Decoder) throws {
        values = try SideNumbers.decode(4, from: decoder) { bytes in
            (0..<bytes.count / 4).map { Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))) }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var data = Data(capacity: values.count * 4)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        try SideNumbers.encode(data, to: encoder)
    }
}
