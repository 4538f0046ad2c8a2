/// A text cut into pieces that are tokenised each by itself: UTF-8 end to end, none empty.
struct Pieces {
    private(set) var bytes: [UInt8]
    private(set) var ends: [Int] = []
    /// Whether the first piece begins where the whole text begins (before normalisation).
    let startsText: Bool

    /// One piece.
    init(_ bytes: [UInt8], startsText: Bool) {
        self.bytes = bytes
        self.startsText = startsText
        if !bytes.isEmpty { ends.append(bytes.count) }
    }

    /// No piece yet, for a pre-tokenizer to fill from `others`.
    init(from others: Pieces) {
        bytes = []
        bytes.reserveCapacity(others.bytes.count + others.bytes.count / 8)
        startsText = others.startsText
    }

    func forEach(_ work: TextWork, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        try bytes.withUnsafeBufferPointer { all in
            var start = 0
            for end in ends {
                try work.step()
                try body(UnsafeBufferPointer(rebasing: all[start..<end]))
                start = end
            }
        }
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// Ends the piece that was appended to; nothing appended is no piece.
    mutating func endPiece() {
        if bytes.count > ends.last ?? 0 { ends.append(bytes.count) }
    }
}
