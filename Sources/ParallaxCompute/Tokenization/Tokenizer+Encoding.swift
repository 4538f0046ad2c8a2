extension Tokenizer {
    /// The token ids of a text. Time grows with the length of the text times its logarithm at most, whatever the text.
    /// - Parameter addSpecialTokens: whether the post-processor puts its tokens around the text (BOS, for instance). A rendered chat
    ///   template carries its own: encode it without.
    public func encode(_ text: String, addSpecialTokens: Bool) -> [Int] {
        var text = text
        var ids: [Int] = []
        text.withUTF8 { bytes in
            for segment in plainMatcher.segments(of: bytes) {
                switch segment {
                case .token(let id): ids.append(id)
                case .text(let range): encodePlain(UnsafeBufferPointer(rebasing: bytes[range]), startsText: range.lowerBound == 0, into: &ids)
                }
            }
        }
        return postProcessor?.processed(ids, addSpecialTokens: addSpecialTokens) ?? ids
    }

    /// Encodes a stretch in which no added token stands as it is written.
    private func encodePlain(_ text: UnsafeBufferPointer<UInt8>, startsText: Bool, into ids: inout [Int]) {
        let normalized = normalizer?.normalized(Array(text)) ?? Array(text)
        normalized.withUnsafeBufferPointer { bytes in
            for segment in normalizedMatcher.segments(of: bytes) {
                switch segment {
                case .token(let id): ids.append(id)
                case .text(let range):
                    let pieces = Pieces(Array(bytes[range]), startsText: startsText && range.lowerBound == 0)
                    model.encode(preTokenizer?.split(pieces) ?? pieces, into: &ids)
                }
            }
        }
    }
}
