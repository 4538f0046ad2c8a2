import Foundation

/// Parts of a tokenizer as tokenizer.json would have them.
enum TokenizerPart {
    static func object(_ type: String, _ members: (key: String, value: OrderedJSON)...) -> OrderedJSON { .object([("type", .string(type))] + members) }

    /// - Parameter kind: "String" or "Regex".
    static func replace(_ kind: String, _ pattern: String, _ content: String) -> OrderedJSON { object("Replace", ("pattern", .object([(kind, .string(pattern))])), ("content", .string(content))) }

    /// - Parameter key: "normalizers", "pretokenizers" or "decoders".
    static func sequence(_ key: String, _ parts: [OrderedJSON]) -> OrderedJSON { object("Sequence", (key, .array(parts))) }

    /// - Parameter prepends: "always", "first" or "never".
    static func metaspace(_ prepends: String, splits: Bool = true) -> OrderedJSON {
        object("Metaspace", ("replacement", .string("▁")), ("prepend_scheme", .string(prepends)), ("split", .bool(splits)))
    }

    static func split(_ kind: String, _ pattern: String, _ behavior: String, invert: Bool = false) -> OrderedJSON {
        object("Split", ("pattern", .object([(kind, .string(pattern))])), ("behavior", .string(behavior)), ("invert", .bool(invert)))
    }

    /// - Parameter rules: of a SentencePiece model; none where there are none.
    static func precompiled(_ rules: [UInt8]) -> [OrderedJSON] { rules.isEmpty ? [] : [object("Precompiled", ("precompiled_charsmap", .string(Data(rules).base64EncodedString())))] }

    /// A special token by its content and id.
    typealias Token = (content: String, id: Int)

    /// A text between special tokens.
    static func template(_ before: [Token], _ after: [Token]) -> OrderedJSON {
        func items(_ tokens: [Token]) -> [OrderedJSON] { tokens.map { .object([("SpecialToken", .object([("id", .string($0.content))]))]) } }
        let specials = (before + after).map { token in (key: token.content, value: OrderedJSON.object([("ids", .array([.integer(token.id)]))])) }
        let text = OrderedJSON.object([("Sequence", .object([("id", .string("A"))]))])
        return .object([("type", .string("TemplateProcessing")), ("single", .array(items(before) + [text] + items(after))), ("special_tokens", .object(specials))])
    }

    static func roberta(_ first: Token, _ last: Token) -> OrderedJSON {
        .object([("type", .string("RobertaProcessing")), ("sep", .array([.string(last.content), .integer(last.id)])), ("cls", .array([.string(first.content), .integer(first.id)]))])
    }
}
