/// The added tokens with their ids, as huggingface/tokenizers numbers them: a token that the model's vocabulary has keeps that id, any other
/// gets the next one after the vocabulary, whatever the file says.
struct AddedVocabulary: Sendable {
    private var contents = ByteStringTable()
    /// The ids in the order their tokens were first added.
    private var ids: [Int] = []
    private(set) var tokens: [Int: AddedToken] = [:]
    private var greatestID: Int?

    init() {}

    /// One more than the greatest id; 0 without added tokens.
    var idLimit: Int { greatestID.map { $0 + 1 } ?? 0 }

    /// Every token that is looked for, special ones first (where two have the same form the first one wins).
    var searched: [(token: AddedToken, id: Int)] {
        let all = ids.compactMap { id in tokens[id].map { (token: $0, id: id) } }
        return all.filter { $0.token.isSpecial } + all.filter { !$0.token.isSpecial }
    }

    func id(of content: String) -> Int? {
        Array(content.utf8).withUnsafeBufferPointer { contents.index(of: $0) }.map { ids[$0] }
    }

    /// Adds tokens in order; one that is there already takes the new flags.
    mutating func add(_ more: [AddedToken], to vocabulary: Vocabulary) {
        for token in more where !token.content.isEmpty {
            let id = id(of: token.content) ?? vocabulary.id(of: token.content) ?? nextID(after: vocabulary)
            let (_, isNew) = Array(token.content.utf8).withUnsafeBufferPointer { contents.insert($0) }
            if isNew { ids.append(id) }
            tokens[id] = token
            greatestID = max(greatestID ?? id, id)
        }
    }

    private func nextID(after vocabulary: Vocabulary) -> Int {
        max(vocabulary.count, idLimit)
    }
}
