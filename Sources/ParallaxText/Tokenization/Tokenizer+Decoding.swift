extension Tokenizer {
    /// The text of token ids. An id that no piece has adds nothing; bytes that are no UTF-8 become U+FFFD.
    public func decode(_ ids: [Int], skipSpecialTokens: Bool) -> String {
        let pieces = ids.compactMap { skipSpecialTokens && isSpecial($0) ? nil : pieceBytes($0) }
        return String(decoding: Array(decoder.decoded(pieces, decodingWork(pieces.reduce(0) { $0 + $1.count })).joined()), as: UTF8.self)
    }

    /// Growth was bounded when the decoder was read; this is for its regular expressions.
    func decodingWork(_ count: Int) -> TextWork { TextWork(subject, count: count, growth: Int(clamping: TokenDecoders.mostGrowth)) }

    /// What each token adds to the text, special tokens included. A token that ends or begins inside a character shows U+FFFD for those
    /// bytes, so the texts joined are `decode(ids)` only where every token holds whole characters. An id that no piece has adds "".
    public func texts(_ ids: [Int]) -> [String] {
        // Past the first token what a token adds does not depend on the others: any letter before it stands for them.
        let anchor = anchors[0], work = decodingWork(ids.count)
        guard !decoder.looksAround else { return textsInContext(ids, work) }
        return ids.enumerated().map { index, id in
            guard let piece = pieceBytes(id) else { return "" }
            guard index > 0 else { return String(decoding: Array(decoder.decoded([piece], work).joined()), as: UTF8.self) }
            let text = Array(decoder.decoded([anchor, piece], work).joined())
            return String(decoding: text.starts(with: anchor) ? text.dropFirst(anchor.count) : text[...], as: UTF8.self)
        }
    }

    /// What each token adds between the one before it and something else behind it.
    private func textsInContext(_ ids: [Int], _ work: TextWork) -> [String] {
        let pieces = ids.map { pieceBytes($0) }, last = pieces.lastIndex { $0 != nil }
        var before: [[UInt8]] = []
        return pieces.enumerated().map { index, piece in
            guard let piece else { return "" }
            let behind = index == last ? [] : [anchors.first { $0 != piece && $0 != before.last } ?? anchors[0]]
            var known = Array(decoder.decoded(before + behind, work).joined()), text = Array(decoder.decoded(before + [piece] + behind, work).joined())
            if let end = behind.first, known.suffix(end.count).elementsEqual(end), text.suffix(end.count).elementsEqual(end) {
                known.removeLast(end.count)
                text.removeLast(end.count)
            }
            // The last token is told by nothing behind it, so the one before it is known by what it was with something behind.
            if index == last, !before.isEmpty, let end = anchors.first(where: { $0 != piece && $0 != before.last }) {
                known = Array(decoder.decoded(before + [end], work).joined())
                if known.suffix(end.count).elementsEqual(end) { known.removeLast(end.count) }
            }
            before = [anchors.first { $0 != piece } ?? anchors[0], piece]
            return String(decoding: text.starts(with: known) ? text.dropFirst(known.count) : text[...], as: UTF8.self)
        }
    }

    /// Decodes one token after the other, as a model writes them.
    /// - Parameter skipSpecialTokens: as for `decode`.
    public func streamingDecoder(skipSpecialTokens: Bool = false) -> StreamingDecoder {
        StreamingDecoder(self, skipsSpecialTokens: skipSpecialTokens)
    }
}
