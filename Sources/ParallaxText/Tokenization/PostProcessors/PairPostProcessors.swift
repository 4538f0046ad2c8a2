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
            guard let pair = value?.array, pair.count == 2, pair[0].string != nil, let id = pair[1].integer.flatMap({ Int32(exactly: $0) }), id >= 0 else {
                throw settings.refused("[\"token\", id] as \(key) of \(settings.value["type"]?.string?.shortened ?? "the post_processor")", value?.summary ?? "none")
            }
            return Int(wide: id)
        }
        first = try id("cls")
        last = try id("sep")
    }
}
