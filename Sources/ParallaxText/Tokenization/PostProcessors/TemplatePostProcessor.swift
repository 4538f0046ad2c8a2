/// `TemplateProcessing`: special tokens and the text in the order of a template (`single`). Behind another template, which has made two parts
/// of a text, they are taken for a pair of texts, as the library takes them.
struct TemplatePostProcessor: PostProcessor {
    private enum Item {
        case special([Int])
        /// The first or the second part.
        case text(Int)
    }

    private let single: [Item]
    private let pair: [Item]

    init(_ settings: ComponentSettings) throws {
        single = try Self.items(settings, "single", parts: ["A"])
        pair = settings.value["pair"].map(\.isNull) ?? true ? [] : try Self.items(settings, "pair", parts: ["A", "B"])
    }

    private static func items(_ settings: ComponentSettings, _ template: String, parts: [String]) throws -> [Item] {
        let specials = settings.value["special_tokens"]
        let items: [Item] = try settings.list(template).map { item in
            if let sequence = item.value["Sequence"] {
                guard let part = parts.firstIndex(of: sequence["id"]?.string ?? "") else {
                    throw settings.refused("the sequence \(parts.joined(separator: " or ")) in \(template) of TemplateProcessing", sequence["id"]?.summary ?? sequence.summary)
                }
                return .text(part)
            }
            guard let name = item.value["SpecialToken"]?["id"]?.string else {
                throw settings.refused("SpecialToken or Sequence in \(template) of TemplateProcessing", item.value.summary)
            }
            guard let ids = specials?[name]?["ids"]?.array?.map({ $0.integer.flatMap { Int32(exactly: $0) } ?? -1 }), ids.allSatisfy({ $0 >= 0 }) else {
                throw settings.refused("the ids of \(name.shortened) in special_tokens of TemplateProcessing", specials?[name]?["ids"]?.summary ?? "none")
            }
            return .special(ids.map { Int(wide: $0) })
        }
        guard items.count <= 64 else { throw settings.refused("at most 64 items in \(template) of TemplateProcessing", "\(items.count)") }
        return items
    }

    func processed(_ parts: [[Int]], addSpecialTokens: Bool, _ work: TextWork) throws -> [[Int]] {
        guard parts.count == 1 || (parts.count == 2 && !pair.isEmpty) else {
            throw work.refused("TemplateProcessing of one text\(pair.isEmpty ? "" : ", or two")", "\(parts.count) parts, which the post_processor before it makes")
        }
        var result: [[Int]] = [], count = 0
        for item in parts.count == 1 ? single : pair {
            let more: [Int]
            switch item {
            case .text(let part): more = parts[part]
            case .special(let special):
                guard addSpecialTokens else { continue }
                more = special
            }
            count += more.count
            try work.allow(count, "tokens", "TemplateProcessing")
            result.append(more)
        }
        return result
    }
}
