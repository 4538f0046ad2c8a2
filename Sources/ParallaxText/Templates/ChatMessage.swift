/// One turn of a conversation, whole: `{"role": "user", "content": "…"}` and whatever else a chat file says of it (tool_calls, name,
/// reasoning_content, a content of parts …). Templates are given every key.
public struct ChatMessage: Sendable, Equatable {
    /// In the order of the file.
    package let members: [(key: String, value: OrderedJSON)]

    package init(members: [(key: String, value: OrderedJSON)]) { self.members = members }

    public init(role: String, content: String) { members = [("role", .string(role)), ("content", .string(content))] }

    /// The last of a key, as in Python; null is as if it were not there, as in transformers.
    package subscript(key: String) -> OrderedJSON? {
        members.last { $0.key == key }.flatMap { $0.value.isNull ? nil : $0.value }
    }

    /// "system", "user", "assistant" or "tool", as the model's chat template knows them.
    public var role: String { self["role"]?.string ?? "" }

    /// The text, with parts of text one after the other; empty where there is none.
    public var content: String { self["content"]?.string ?? (self["content"]?.array ?? []).compactMap { $0["text"]?.string }.joined() }

    /// Whether its role and its content are all that it says.
    public var isPlain: Bool { members.allSatisfy { ["role", "content", "name"].contains($0.key) || $0.value.isNull } }

    public static func == (left: ChatMessage, right: ChatMessage) -> Bool { OrderedJSON.object(left.members) == .object(right.members) }

    /// Names under which files give what the model thought, the one that templates read first.
    private static let reasoning = ["reasoning_content", "thinking", "reasoning"]

    /// What a template is given: without nulls, and with the reasoning under both names that templates read, as transformers (5.24) gives it.
    var templateMembers: [(key: String, value: OrderedJSON)] {
        let given = members.filter { !$0.value.isNull }
        guard let thought = Self.reasoning.lazy.compactMap({ self[$0] }).first else { return given }
        return [("thinking", self["thinking"] ?? thought)] + given.filter { $0.key != "thinking" } + [("reasoning_content", thought)]
    }

    /// Bytes of its texts, which bound those of a prompt.
    var textBytes: Int { members.reduce(0) { $0 + $1.value.textBytes + (["role", "content"].contains($1.key) ? 0 : $1.key.utf8.count) } }
}
