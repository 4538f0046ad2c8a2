/// The one rule for which tokens of a document say nothing: from the tokenizer, what the model calls its BOS, and the chat template. Whatever
/// counts tokens asks it: figures, comparisons, the page of a feature, claims, copies.
///
///     let tokens = TokenRoles(model: model, tokenizer: tokenizer).tokens(ids, template: positions)
package struct TokenRoles: Sendable {
    private let tokenizer: Tokenizer
    private let bos: Set<Int>

    package init(model: LanguageModel, tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        bos = tokenizer.bosTokens(of: model.configuration)
    }

    /// - Parameter template: positions that a chat template wrote around what was said.
    package func tokens(_ ids: [Int], template: Set<Int> = []) -> DocumentTokens {
        // A special token at the very start opens the text, whatever it is called.
        let opens = Set(ids.indices.filter { bos.contains(ids[$0]) || ($0 == 0 && tokenizer.isSpecial(ids[0])) })
        return DocumentTokens(ids: ids, bos: opens, special: template.union(ids.indices.filter { tokenizer.isSpecial(ids[$0]) }))
    }
}

/// The tokens of a document as they enter the model, and which of them stand for nothing that was said.
package struct DocumentTokens: Sendable {
    package let ids: [Int]
    package let bos: Set<Int>
    /// Special tokens and the chat template's own words.
    package let special: Set<Int>
    /// Positions that an earlier document of its group has said; they count there.
    package private(set) var repeated: Set<Int> = []

    package init(ids: [Int], bos: Set<Int>, special: Set<Int>) {
        self.ids = ids
        self.bos = bos
        self.special = special
    }

    /// Positions that may be compared, as far as ids can tell.
    package var comparable: [Int] { ids.indices.filter { !bos.contains($0) && !special.contains($0) && !repeated.contains($0) } }

    /// - Parameter places: among the comparable tokens.
    package func repeating(_ places: [Range<Int>]) -> DocumentTokens {
        guard !places.isEmpty else { return self }
        var copy = self
        let comparable = comparable
        for range in places { copy.repeated.formUnion(comparable[range.clamped(to: comparable.indices)]) }
        return copy
    }
}

extension Conversation {
    /// Positions of a rendered chat that hold nothing of what was said; none where the template's words cannot be told from it.
    /// - Parameter texts: what each token adds.
    package func templatePositions(in texts: [String]) -> Set<Int> {
        // What else a message says (calls of tools, reasoning) is somewhere in the template's words, and cannot be told from them.
        guard messages.allSatisfy({ $0.isPlain }) else { return [] }
        var starts: [Int] = [], length = 0
        for text in texts {
            starts.append(length)
            length += text.utf8.count
        }
        let whole = texts.joined()
        var said: [Range<Int>] = [], from = whole.startIndex
        for message in messages {
            // Templates strip white space around what was said.
            let content = message.content.trimmingWhitespace()
            guard !content.isEmpty, let place = whole.range(of: content, range: from..<whole.endIndex) else { continue }
            let start = whole.utf8.distance(from: whole.startIndex, to: place.lowerBound)
            said.append(start..<start + content.utf8.count)
            from = place.upperBound
        }
        // A template that rewrites what was said leaves nothing to tell its words by.
        guard said.count == messages.count else { return [] }
        return Set(
            texts.indices.filter { token in
                let end = starts[token] + texts[token].utf8.count
                return !said.contains { starts[token] < $0.upperBound && end > $0.lowerBound }
            })
    }
}
