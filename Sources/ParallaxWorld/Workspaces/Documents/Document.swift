/// Something to look at: a text, the tokens of one, or a conversation.
public struct Document: Sendable, Equatable, Identifiable {
    public let id: String
    public var text: String?
    /// Tokens of the model's own tokenizer, special tokens included. Where they are given they are used as they are; beside a text they have to
    /// be those that the tokenizer gives for it.
    public var tokenIDs: [Int]?
    public var chat: Conversation?
    /// Whether the ids count whatever the tokenizer gives for the text: the document says `"ids": "trusted"`.
    public var trustsTokenIDs: Bool

    public init(id: String, text: String? = nil, tokenIDs: [Int]? = nil, chat: Conversation? = nil, trustsTokenIDs: Bool = false) {
        self.id = id
        self.text = text
        self.tokenIDs = tokenIDs
        self.chat = chat
        self.trustsTokenIDs = trustsTokenIDs
    }
}
