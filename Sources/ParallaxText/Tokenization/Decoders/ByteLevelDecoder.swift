/// `ByteLevel`: characters of the byte-level alphabet back to bytes; what is no UTF-8 becomes U+FFFD.
struct ByteLevelDecoder: TokenDecoder {
    init(_ settings: ComponentSettings) {}

    var fuses: Bool { true }
    /// A byte that is no UTF-8, of one byte itself, becomes U+FFFD.
    var growth: Double { 3 }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        let bytes = tokens.flatMap(Self.bytes)
        return [bytes.withUnsafeBufferPointer(isValidUTF8) ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)]
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        !fused && tokens.last.map { !Self.endsInsideCharacter(tokens, last: $0) } ?? true
    }

    /// The bytes of a token; a token with a character outside the alphabet (an added one) stands for itself.
    private static func bytes(of token: [UInt8]) -> [UInt8] {
        token.withUnsafeBufferPointer { text in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.count)
            var offset = 0
            while offset < text.count {
                let (scalar, length) = scalar(in: text, at: offset)
                guard let byte = ByteLevelAlphabet.byte(of: scalar) else { return token }
                bytes.append(byte)
                offset += length
            }
            return bytes
        }
    }

    /// Whether the last bytes could be the beginning of a longer character.
    private static func endsInsideCharacter(_ tokens: [[UInt8]], last: [UInt8]) -> Bool {
        // The four last bytes tell; a token may be shorter than that.
        let tail = tokens.suffix(4).flatMap(bytes).suffix(4)
        guard let start = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return false }
        let needed = tail[start] >= 0xF0 ? 4 : tail[start] >= 0xE0 ? 3 : tail[start] >= 0xC0 ? 2 : 1
        return tail.endIndex - start < needed
    }
}
