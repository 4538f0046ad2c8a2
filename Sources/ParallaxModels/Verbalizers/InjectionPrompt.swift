/// An AV's prompt as token ids, with the one place where the activation goes.
package struct InjectionPrompt: Sendable, Equatable {
    package let ids: [Int]
    /// Where the marker stands; never first or last.
    package let markerPosition: Int

    /// The canonical prompt: the sidecar's template with the marker in its place, as the one user message of a chat whose answer begins next.
    /// The rendered chat is tokenised in one step; whatever BOS there is, the chat template writes.
    /// - Throws: `Complaint` where the tokenizer makes something else of the marker or of what stands around it than the sidecar says.
    init(_ sidecar: NLASidecar, _ marker: NLASidecar.Marker, _ tokenizer: Tokenizer, _ chat: ChatTemplate) throws {
        func refused(_ expected: String, _ found: String) -> Complaint {
            Complaint(sidecar.path, expected: expected, found: found, remedy: "use the tokenizer and the chat template that belong to this checkpoint")
        }
        let alone = try tokenizer.encode(marker.text, addSpecialTokens: false)
        guard alone == [marker.tokenID] else {
            throw refused("injection_char \"\(marker.text.shortened)\" to be the one token \(tokenizer.named([marker.tokenID]))", tokenizer.named(alone))
        }
        let message = ChatMessage(role: "user", content: sidecar.template.filled(with: marker.text))
        let ids = try tokenizer.encode(chat.render([message], addGenerationPrompt: true), addSpecialTokens: false)
        let positions = ids.indices.filter { ids[$0] == marker.tokenID }
        guard positions.count == 1, let position = positions.first else {
            throw refused("the prompt to hold the marker \(tokenizer.named([marker.tokenID])) once", "it \(positions.count) times in \(tokenizer.named(ids))")
        }
        guard position > 0, position < ids.count - 1, ids[position - 1] == marker.leftNeighbourID, ids[position + 1] == marker.rightNeighbourID else {
            throw refused(
                "the prompt to hold the marker between \(tokenizer.named([marker.leftNeighbourID])) and \(tokenizer.named([marker.rightNeighbourID]))",
                tokenizer.named(Array(ids[max(0, position - 1)..<min(ids.count, position + 2)])))
        }
        self.ids = ids
        markerPosition = position
    }

    /// What stands before the marker is the same for every activation.
    var prefix: ArraySlice<Int> { ids[..<markerPosition] }
    /// The marker and what follows it.
    var rest: ArraySlice<Int> { ids[markerPosition...] }
}

extension Tokenizer {
    /// Ids with their pieces, for a sentence: `5 "Ġthe", 1528 "㈎"`.
    func named(_ ids: [Int]) -> String {
        guard !ids.isEmpty else { return "no token" }
        let shown = ids.prefix(40).map { id in "\(id) " + (piece(id).map { "\"\($0.shortened)\"" } ?? "(no piece)") }
        return shown.joined(separator: ", ") + (ids.count > shown.count ? " and \(ids.count - shown.count) more" : "")
    }
}
