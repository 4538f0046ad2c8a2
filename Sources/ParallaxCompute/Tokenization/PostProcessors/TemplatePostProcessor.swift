/// `TemplateProcessing`: special tokens and the text in the order of a template (`single`; pairs of texts do not occur here).
struct TemplatePostProcessor: PostProcessor {
    private enum Item {
        case special([Int])
        case text
    }

    private let items: [Item]

    init(_ settings: ComponentSettings) throws {
        let specials = settings.value["special_tokens"]
        items = try settings.list("single").map { item in
            if let sequence = item.value["Sequence"] {
                guard sequence["id"]?.string == "A" else { throw settings.refused("the sequence A in single of TemplateProcessing", sequence.summary) }
                return .text
            }
            guard let name = item.value["SpecialToken"]?["id"]?.string else {
                throw settings.refused("SpecialToken or Sequence in single of TemplateProcessing", item.value.summary)
            }
            guard let ids = specials?[name]?["ids"]?.array?.map({ $0.integer.flatMap { Int32(exactly: $0) } ?? -1 }), ids.allSatisfy({ $0 >= 0 }) else {
                throw settings.refused("the ids of \(name.shortened) in special_tokens of TemplateProcessing", specials?[name]?["ids"]?.summary ?? "none")
            }
            return .special(ids.map { Int(wide: $0) })
        }
        guard items.count <= 64 else { throw settings.refused("at most 64 items in single of TemplateProcessing", "\(items.count)") }
    }

    func processed(_ ids: [Int], addSpecialTokens: Bool, _ work: TextWork) throws -> [Int] {
        var result: [Int] = []
        for item in items {
            let more = switch item {
            case .text: ids
            case .special(let special): addSpecialTokens ? special : []
            }
            try work.allow(result.count + more.count, "tokens", "TemplateProcessing")
            result += more
        }
        return result
    }
}
