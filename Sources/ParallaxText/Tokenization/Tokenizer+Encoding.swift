extension Tokenizer {
    /// The token ids of a text. Time grows with the length of the text times its logarithm at most, whatever the text, unless a regular
    /// expression that no published tokenizer has takes longer: then it ends with a complaint, after a second or so.
    /// - Parameters:
    ///   - addSpecialTokens: whether the post-processor puts its tokens around the text (BOS, for instance). A rendered chat template carries
    ///     its own: encode it without.
    ///   - cancellation: is looked at every few milliseconds.
    /// - Throws: `CancellationError`, or a `Complaint` that names tokenizer.json, where a part of it takes too long or makes too much of the text.
    public func encode(_ text: String, addSpecialTokens: Bool, cancellation: Cancellation? = nil) throws -> [Int] {
        var text = text
        var ids: [Int] = []
        let work = TextWork(subject, count: text.utf8.count, cancellation)
        try work.goOn()
        guard text.utf8.count <= Self.longestText else { throw work.refused("a text of at most \(Self.longestText) bytes", "\(text.utf8.count)") }
        try text.withUTF8 { bytes in
            try plainMatcher.forEachSegment(of: bytes, work) { segment in
                switch segment {
                case .token(let id): ids.append(id)
                case .text(let range): try encodePlain(UnsafeBufferPointer(rebasing: bytes[range]), startsText: range.lowerBound == 0, work, into: &ids)
                }
            }
        }
        guard let postProcessor else { return ids }
        return Array(try postProcessor.processed([ids], addSpecialTokens: addSpecialTokens, work).joined())
    }

    /// Offsets in a text are 32 bits wide in some places; what a text grows to must fit.
    private static var longestText: Int { 1 << 26 }

    /// Encodes a stretch in which no added token stands as it is written.
    private func encodePlain(_ text: UnsafeBufferPointer<UInt8>, startsText: Bool, _ work: TextWork, into ids: inout [Int]) throws {
        let normalized = try normalizer?.rewritten(Array(text), work) ?? Array(text)
        let startsText = try startsText && keepsStart(of: text, normalized, work)
        try normalized.withUnsafeBufferPointer { bytes in
            try normalizedMatcher.forEachSegment(of: bytes, work) { segment in
                switch segment {
                case .token(let id): ids.append(id)
                case .text(let range):
                    let pieces = Pieces(Array(bytes[range]), startsText: startsText && range.lowerBound == 0)
                    try model.encode(preTokenizer?.cut(pieces, work) ?? pieces, work, into: &ids)
                }
            }
        }
    }

    /// Whether normalising leaves the first character standing, where a pre-tokenizer asks. One without which the result is the same is gone.
    private func keepsStart(of text: UnsafeBufferPointer<UInt8>, _ normalized: [UInt8], _ work: TextWork) throws -> Bool {
        guard let normalizer, preTokenizer?.asksForStart == true, !text.isEmpty, !text.starts(with: normalized) else { return true }
        return try normalizer.rewritten(Array(text[scalar(in: text, at: 0).length...]), work) != normalized
    }
}
