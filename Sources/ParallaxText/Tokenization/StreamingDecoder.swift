/// Text from tokens as they come. It emits complete characters only: what could still change waits for the next token or for `flush`.
/// Everything emitted, joined, is `decode` of all ids.
public struct StreamingDecoder: Sendable {
    private let tokenizer: Tokenizer
    private let skipsSpecialTokens: Bool
    /// The pieces that have not been emitted yet.
    private var pending: [[UInt8]] = []
    /// How many there must be before they are looked at again: where much is pending not every token is worth the look, which is at all.
    private var nextLook = 0
    /// Whether text was emitted already: decoders treat the beginning in their own way (no space before the first word).
    private var hasBegun = false
    /// Stands for everything that was emitted.
    private var anchor: [UInt8] { tokenizer.anchors[0] }

    init(_ tokenizer: Tokenizer, skipsSpecialTokens: Bool) {
        self.tokenizer = tokenizer
        self.skipsSpecialTokens = skipsSpecialTokens
    }

    /// What the text grows by with this token; empty while a character is incomplete.
    public mutating func append(_ id: Int) -> String {
        guard !(skipsSpecialTokens && tokenizer.isSpecial(id)), let piece = tokenizer.pieceBytes(id) else { return "" }
        pending.append(piece)
        guard pending.count >= nextLook else { return "" }
        let isSettled = tokenizer.decoder.isSettled(pending, fused: false, work)
        nextLook = isSettled ? 0 : pending.count + pending.count / 8
        return isSettled ? emit() : ""
    }

    /// What is left at the end: the bytes of an incomplete character as U+FFFD.
    public mutating func flush() -> String { pending.isEmpty ? "" : emit() }

    private var work: TextWork { tokenizer.decodingWork(pending.reduce(0) { $0 + $1.count }) }

    private mutating func emit() -> String {
        let decoder = tokenizer.decoder
        guard hasBegun else {
            let text = Array(decoder.decoded(pending, work).joined())
            // As long as nothing shows, the decoder may still be at the beginning.
            guard !text.isEmpty else { return "" }
            hasBegun = true
            pending.removeAll(keepingCapacity: true)
            return String(decoding: text, as: UTF8.self)
        }
        let text = Array(decoder.decoded([anchor] + pending, work).joined())
        pending.removeAll(keepingCapacity: true)
        return String(decoding: text.starts(with: anchor) ? text.dropFirst(anchor.count) : text[...], as: UTF8.self)
    }
}
