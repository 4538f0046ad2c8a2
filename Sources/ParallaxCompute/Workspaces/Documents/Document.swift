/// Something to look at: a text, the tokens of one, or a conversation.
public struct Document: Sendable, Equatable, Identifiable {
    public let id: String
    public var text: String?
    /// Tokens of the model's own tokenizer, special tokens included. Where they are given they are used as they are.
    public var tokenIDs: [Int]?
    public var chat: [ChatMessage]?

    public init(id: String, text: String? = nil, tokenIDs: [Int]? = nil, chat: [ChatMessage]? = nil) {
        self.id = id
        self.text = text
        self.tokenIDs = tokenIDs
        self.chat = chat
    }
}
