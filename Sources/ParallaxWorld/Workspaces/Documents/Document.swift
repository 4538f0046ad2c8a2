/// Something to look at: a text, the tokens of one, or a conversation.
public struct Document: Sendable, Equatable, Identifiable {
    public let id: String
    public var text: String?
    /// Tokens of the model's own tokenizer, special tokens included. Where they are given they are used as they are; beside a text they have to
    /// be those that the tokenizer gives for it.
    public var tokenIDs: [Int]?
    public var chat: Conversation?
    public var idsAre: GivenIDs

    /// What a document says of its token ids beside a text, under `"ids"`.
    public enum GivenIDs: String, Sendable, CaseIterable {
        /// Those of the whole text; what is meant where nothing is said.
        case all
        /// The first ones of the text: they were cut off, and the text was not.
        case truncated
        /// They count whatever the tokenizer gives for the text.
        case trusted
    }

    public init(id: String, text: String? = nil, tokenIDs: [Int]? = nil, chat: Conversation? = nil, idsAre: GivenIDs = .all) {
        self.id = id
        self.text = text
        self.tokenIDs = tokenIDs
        self.chat = chat
        self.idsAre = idsAre
    }
}
