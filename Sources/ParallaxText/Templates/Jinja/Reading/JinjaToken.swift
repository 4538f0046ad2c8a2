/// What a template's source consists of.
struct JinjaToken: Equatable {
    enum Kind: Equatable {
        /// Text outside of tags, as it is written.
        case text(String)
        case blockBegin, blockEnd
        case outputBegin, outputEnd
        case name(JinjaWord)
        case string(String)
        case integer(Int)
        case number(Double)
        case symbol(String)
        case end
    }

    let kind: Kind
    let line: Int

    /// What this is, for a complaint.
    var summary: String {
        switch kind {
        case .text: "text"
        case .blockBegin: "{%"
        case .blockEnd: "%}"
        case .outputBegin: "{{"
        case .outputEnd: "}}"
        case .name(let name): "\"\(name)\""
        case .string(let text): "the string '\(JinjaAllowance.excerpt(text, bytes: 40))'"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .symbol(let symbol): "\"\(symbol)\""
        case .end: "the end of the template"
        }
    }
}
