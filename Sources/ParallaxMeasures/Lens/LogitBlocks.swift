/// Rows taken at a time where logits are made, so that memory grows neither with the document nor with the vocabulary.
package enum LogitBlocks {
    /// Logits held at once: 16 MB.
    private static let largest = 4 << 20

    package static func ranges(of count: Int, vocabulary: Int) -> [Range<Int>] {
        let height = max(1, largest / max(1, vocabulary))
        return stride(from: 0, to: count, by: height).map { $0..<min(count, $0 + height) }
    }
}
