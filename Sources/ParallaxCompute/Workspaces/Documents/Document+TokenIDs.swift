extension Document {
    /// The ids that a document gives beside its text or its chat, where they are those of it: ids of another tokenizer, or of another version
    /// of the text, would be explained as this text's without a word. Special tokens at the ends count for nothing here: documents begin with one
    /// that the tokenizer does not add by itself, and a chat may end with the model's turn opened.
    /// - Parameter chatTemplate: of the model; nil where it has none.
    /// - Throws: `Complaint` that names the first difference; `CancellationError`.
    public func checkedIDs(_ ids: [Int], title: String, _ tokenizer: Tokenizer, chatTemplate: () throws -> ChatTemplate? = { nil }, cancellation: Cancellation? = nil) throws -> [Int] {
        guard !trustsTokenIDs, text != nil || chat != nil else { return ids }
        var nearest: [Int]?
        for isFull in [true, false] {
            let own: [Int]
            if let text {
                own = try tokenizer.encode(text, addSpecialTokens: isFull, cancellation: cancellation)
            } else {
                guard let chat, let template = try chatTemplate() else { return ids }
                own = try tokenizer.encode(template.render(chat, addGenerationPrompt: isFull, cancellation: cancellation), addSpecialTokens: false, cancellation: cancellation)
            }
            if bare(ids, tokenizer) == bare(own, tokenizer) { return ids }
            if nearest.map({ common(ids, own, tokenizer) > common(ids, $0, tokenizer) }) ?? true { nearest = own }
        }
        let own = bare(nearest ?? [], tokenizer), given = bare(ids, tokenizer), same = common(ids, nearest ?? [], tokenizer)
        func named(_ ids: ArraySlice<Int>) -> String {
            guard same < ids.count else { return "the end" }
            let id = ids[ids.startIndex + same]
            return "\(id)" + (tokenizer.piece(id).map { " (\"\($0.shortened)\")" } ?? "")
        }
        let place = given.startIndex + same
        let what = text == nil ? "chat" : "text"
        throw Complaint(
            "document \(title)", expected: "token_ids that the tokenizer gives for its \(what), at position \(place) \(named(own))", found: named(given),
            remedy: "leave token_ids out, or write \"ids\": \"trusted\" where they count and not the \(what)")
    }

    /// Without a special token at the beginning, and without those at the end.
    private func bare(_ ids: [Int], _ tokenizer: Tokenizer) -> ArraySlice<Int> {
        var part = ids[...]
        if let first = part.first, tokenizer.isSpecial(first) { part = part.dropFirst() }
        while let last = part.last, tokenizer.isSpecial(last) { part = part.dropLast() }
        return part
    }

    /// How many of the ids are those of the text.
    private func common(_ ids: [Int], _ own: [Int], _ tokenizer: Tokenizer) -> Int { zip(bare(ids, tokenizer), bare(own, tokenizer)).prefix { $0 == $1 }.count }
}
