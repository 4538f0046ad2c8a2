/// A short name for the contents of a checkpoint or a file, so that what was computed from one is not used for another.
///
/// FNV-1a over names, element types, extents and evenly spaced pieces of every tensor: weights are sampled, not read whole.
/// It tells checkpoints apart; it is no defence against somebody who forges one.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Pieces of each tensor, and bytes of each piece.
    private static let pieces = 16, pieceSize = 64

    public init(_ tensors: [TensorView]) {
        for tensor in tensors.sorted(by: { $0.name < $1.name }) {
            add("\(tensor.name) \(tensor.elementType.rawValue) \(tensor.shape)".utf8)
            let bytes = tensor.bytes
            for piece in 0..<Self.pieces {
                let start = max(0, bytes.count - Self.pieceSize) / Self.pieces * piece
                add(bytes[start..<min(bytes.count, start + Self.pieceSize)])
            }
            add(bytes.suffix(Self.pieceSize))
        }
    }

    /// Of a text or a small file, read whole.
    public init(bytes: some Sequence<UInt8>) { add(bytes) }

    private mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(wide: byte)) &* 0x100_0000_01b3 }
    }

    /// The name as a number, for seeds.
    package var number: UInt64 { state }

    /// Sixteen hexadecimal digits.
    public var description: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension WeightStore {
    public var fingerprint: Fingerprint {
        let tensors = names.compactMap(tensorIfPresent), made = Fingerprint(tensors)
        RunLog.note("weights.fingerprint", ["folder": folder.path, "tensors": tensors.count, "fingerprint": made])
        return made
    }
}

extension Fingerprint {
    /// Of several, in their order.
    static func joined(_ parts: [Fingerprint]) -> Fingerprint { Fingerprint(bytes: parts.map(\.description).joined().utf8) }
}
