import Foundation

/// `Precompiled`: the rules of a SentencePiece model, a tree of what is replaced over a text of what replaces it. Follows spm_precompiled:
/// a cluster of at most five bytes is replaced as a whole by the shortest rule that it begins with, else each of its characters by itself.
struct PrecompiledNormalizer: Normalizer {
    /// Units of a double array (Darts).
    private let units: [UInt32]
    /// The replacements, each ended by a zero byte.
    private let replacements: [UInt8]

    /// Published ones have 240 kB.
    private static let longest = 1 << 22

    init(_ settings: ComponentSettings) throws {
        let text = try settings.text("precompiled_charsmap")
        guard let data = Data(base64Encoded: text) else {
            throw settings.refused("base64 as precompiled_charsmap of Precompiled", "\"\(text.shortened)\"")
        }
        try self.init([UInt8](data), settings)
    }

    /// - Parameter bytes: how many bytes the tree has (UInt32, little-endian), the tree, the replacements.
    init(_ bytes: [UInt8], _ settings: ComponentSettings) throws {
        guard bytes.count <= Self.longest else {
            throw settings.refused("a precompiled_charsmap of at most \(Self.longest) bytes", "\(bytes.count)")
        }
        func word(_ place: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(wide: bytes[place + $1]) << UInt32(clamping: 8 * $1) } }
        guard bytes.count >= 8, case let size = Int(wide: word(0)) / 4, size > 0, size <= (bytes.count - 4) / 4 else {
            throw settings.refused("a precompiled_charsmap that begins with the size of its tree", "\(bytes.count) bytes")
        }
        units = (0..<size).map { word(4 + 4 * $0) }
        replacements = Array(bytes[(4 + 4 * size)...])
        guard replacements.withUnsafeBufferPointer(isValidUTF8) else {
            throw settings.refused("replacements in UTF-8 in the precompiled_charsmap", "bytes that are none")
        }
    }

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for cluster in String(decoding: text, as: UTF8.self) {
            try work.step()
            if cluster.utf8.count < 6, let rule = replacement(of: cluster.utf8) {
                result += rule
            } else {
                for scalar in cluster.unicodeScalars {
                    try work.step()
                    let bytes = Character(scalar).utf8
                    if let rule = replacement(of: bytes) { result += rule } else { result += bytes }
                }
            }
            try work.allow(result.count, "bytes", "Precompiled")
        }
        return result
    }

    /// What the shortest rule that a text begins with makes of it; nil where there is none. A tree that points outside itself has none.
    private func replacement(of text: Character.UTF8View) -> ArraySlice<UInt8>? {
        func offset(_ unit: UInt32) -> Int { Int(wide: unit >> 10) << Int(wide: (unit & 1 << 9) >> 6) }
        var node = offset(units[0])
        for byte in text {
            guard byte != 0 else { return nil }
            node ^= Int(wide: byte)
            guard units.indices.contains(node), units[node] & (1 << 31 | 0xFF) == UInt32(wide: byte) else { return nil }
            let unit = units[node]
            node ^= offset(unit)
            guard unit >> 8 & 1 == 1 else { continue }
            guard units.indices.contains(node), case let start = Int(wide: units[node] & (1 << 31 - 1)), start <= replacements.count else {
                return nil
            }
            return replacements[start...].prefix { $0 != 0 }
        }
        return nil
    }
}
