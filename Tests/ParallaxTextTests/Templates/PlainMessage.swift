import ParallaxText

/// A message of a golden file that has a role and a content, and nothing else.
struct PlainMessage: Decodable {
    let role: String, content: String

    var message: ChatMessage { ChatMessage(role: role, content: content) }
}
