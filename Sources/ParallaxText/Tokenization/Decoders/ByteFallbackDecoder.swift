/// `ByteFallback`: runs of `<0x41>` tokens become the text that their bytes are; where they are no UTF-8, each becomes U+FFFD.
struct ByteFallbackDecoder: TokenDecoder {
    init(_ settings: ComponentSettings) {}

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var run: [UInt8] = []
        func endRun() {
            guard !run.isEmpty else { return }
            if run.withUnsafeBufferPointer(isValidUTF8) {
                result.append(run)
            } else {
                result.append(contentsOf: repeatElement(replacementCharacter, count: run.count))
            }
            run.removeAll()
        }
        for token in tokens {
            if let byte = Self.byte(of: token) {
                run.append(byte)
            } else {
                endRun()
                result.append(token)
            }
        }
        endRun()
        return result
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        !fused && tokens.last.map { Self.byte(of: $0) == nil } ?? true
    }

    private static func byte(of token: [UInt8]) -> UInt8? {
        guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
        return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
    }
}
