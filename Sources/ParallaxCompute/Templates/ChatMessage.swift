/// One turn of a conversation, as chat files hold it: `{"role": "user", "content": "…"}`.
public struct ChatMessage: Sendable, Codable, Equatable {
    /// "system", "user" or "assistant", as the model's chat template knows them.
    public var role: String
    public var content: String

    public init(role: String, content: String) {
        self.role = role
        self.content = content
    }
}
