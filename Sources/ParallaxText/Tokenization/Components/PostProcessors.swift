/// One `post_processor` of tokenizer.json: puts special tokens around the ids of a text. To add one, write a file like its neighbours and name it below.
protocol PostProcessor: Sendable {
    init(_ settings: ComponentSettings) throws

    /// - Parameter parts: the text's ids, in one part or, behind another post-processor, in what that one made of them. Joined they are the result.
    func processed(_ parts: [[Int]], addSpecialTokens: Bool, _ work: TextWork) throws -> [[Int]]
}

enum PostProcessors {
    private static let known: [String: any PostProcessor.Type] = [
        "BertProcessing": BertPostProcessor.self,
        "ByteLevel": ByteLevelPostProcessor.self,
        "RobertaProcessing": RobertaPostProcessor.self,
        "Sequence": PostProcessorSequence.self,
        "TemplateProcessing": TemplatePostProcessor.self
    ]

    static func make(_ settings: ComponentSettings) throws -> any PostProcessor {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        return try make.init(settings)
    }
}

/// `ByteLevel`: trims offsets into the text, which are not kept here; the ids stay as they are.
struct ByteLevelPostProcessor: PostProcessor {
    init(_ settings: ComponentSettings) {}
    func processed(_ parts: [[Int]], addSpecialTokens: Bool, _ work: TextWork) -> [[Int]] { parts }
}

/// `Sequence`: one post-processor after the other.
struct PostProcessorSequence: PostProcessor {
    private let processors: [any PostProcessor]

    init(_ settings: ComponentSettings) throws {
        processors = try settings.list("processors").map(PostProcessors.make)
    }

    func processed(_ parts: [[Int]], addSpecialTokens: Bool, _ work: TextWork) throws -> [[Int]] {
        try processors.reduce(parts) { try $1.processed($0, addSpecialTokens: addSpecialTokens, work) }
    }
}

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
                    throw settings.refused(
                        "the sequence \(parts.joined(separator: " or ")) in \(template) of TemplateProcessing",
                        sequence["id"]?.summary ?? sequence.summary)
                }
                return .text(part)
            }
            guard let name = item.value["SpecialToken"]?["id"]?.string else {
                throw settings.refused("SpecialToken or Sequence in \(template) of TemplateProcessing", item.value.summary)
            }
            guard let ids = specials?[name]?["ids"]?.array?.map({ $0.integer.flatMap { Int32(exactly: $0) } ?? -1 }),
                ids.allSatisfy({ $0 >= 0 })
            else {
                throw settings.refused(
                    "the ids of \(name.shortened) in special_tokens of TemplateProcessing", specials?[name]?["ids"]?.summary ?? "none")
            }
            return .special(ids.map { Int(wide: $0) })
        }
        guard items.count <= 64 else { throw settings.refused("at most 64 items in \(template) of TemplateProcessing", "\(items.count)") }
        return items
    }

    func processed(_ parts: [[Int]], addSpecialTokens: Bool, _ work: TextWork) throws -> [[Int]] {
        guard parts.count == 1 || (parts.count == 2 && !pair.isEmpty) else {
            throw work.refused(
                "TemplateProcessing of one text\(pair.isEmpty ? "" : ", or two")",
                "\(parts.count) parts, which the post_processor before it makes")
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

/// `BertProcessing`: `[CLS]` before the text and `[SEP]` behind it.
struct BertPostProcessor: PostProcessor {
    private let ends: EndTokens

    init(_ settings: ComponentSettings) throws { ends = try EndTokens(settings) }

    func processed(_ parts: [[Int]], addSpecialTokens: Bool, _ work: TextWork) throws -> [[Int]] {
        guard addSpecialTokens else { return parts }
        return parts.enumerated().map { index, ids in (index == 0 ? [ends.first] : []) + ids + [ends.last] }
    }
}

/// `RobertaProcessing`: `<s>` before the text and `</s>` behind it, and before every further part.
struct RobertaPostProcessor: PostProcessor {
    private let ends: EndTokens

    init(_ settings: ComponentSettings) throws { ends = try EndTokens(settings) }

    func processed(_ parts: [[Int]], addSpecialTokens: Bool, _ work: TextWork) throws -> [[Int]] {
        guard addSpecialTokens else { return parts }
        return parts.enumerated().map { index, ids in [index == 0 ? ends.first : ends.last] + ids + [ends.last] }
    }
}

/// `cls` and `sep`, each `["[CLS]", 101]`.
private struct EndTokens {
    let first: Int
    let last: Int

    init(_ settings: ComponentSettings) throws {
        func id(_ key: String) throws -> Int {
            let value = settings.value[key]
            guard let pair = value?.array, pair.count == 2, pair[0].string != nil, let id = pair[1].integer.flatMap({ Int32(exactly: $0) }),
                id >= 0
            else {
                throw settings.refused(
                    "[\"token\", id] as \(key) of \(settings.value["type"]?.string?.shortened ?? "the post_processor")",
                    value?.summary ?? "none")
            }
            return Int(wide: id)
        }
        first = try id("cls")
        last = try id("sep")
    }
}
