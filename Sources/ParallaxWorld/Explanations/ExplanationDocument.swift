/// A document as a file of explanations knows it: some of its positions, and as a rule their tokens.
public struct ExplanationDocument: Sendable, Equatable {
    let name: ExplanationIndex.DocumentName
    /// Positions with an explanation or a sample, in order.
    public let positions: [Int]

    /// The document's id; nil where the rows name none. A number is a document's place among all, from 0.
    public var id: String? {
        switch name {
        case .id(let id): id
        case .number(let number): "\(number)"
        case .any: nil
        }
    }
}

extension ExplanationFile {
    /// Positions that are read of a document at most: what a screen can go through.
    public static let longestDocument = 1 << 16

    /// The tokens of a document up to the last one that the file knows of; nil where it does not say the token.
    public func tokens(of document: ExplanationDocument) -> [String?] {
        let known = tokens?.map(Optional.some) ?? []
        let last = document.positions.last ?? -1
        var texts = Array(known.prefix(Self.longestDocument))
        let count = min(Self.longestDocument, max(texts.count, last + 1))
        texts += Array(repeating: nil, count: count - texts.count)
        for position in document.positions where position < count && texts[position] == nil {
            texts[position] = explanation(of: document, position: position)?.token
        }
        return texts
    }
}
