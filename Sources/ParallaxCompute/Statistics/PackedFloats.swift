import Foundation

/// Floats as base64 of their little-endian bytes.
struct PackedFloats: Codable {
    let values: [Float]

    init(_ values: [Float]) { self.values = values }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let data = Data(base64Encoded: try container.decode(String.self)), data.count % 4 == 0 else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "vectors that are not base64 of floats")
        }
        values = data.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))) }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var data = Data(capacity: values.count * 4)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        var container = encoder.singleValueContainer()
        try container.encode(data.base64EncodedString())
    }
}
