/// One `post_processor` of tokenizer.json: puts special tokens around the ids of a text. To add one, write a file like its neighbours and name it below.
protocol PostProcessor: Sendable {
    init(_ settings: ComponentSettings) throws
    func processed(_ ids: [Int], addSpecialTokens: Bool, _ work: TextWork) throws -> [Int]
}

enum PostProcessors {
    private static let known: [String: any PostProcessor.Type] = [
        "ByteLevel": ByteLevelPostProcessor.self,
        "Sequence": PostProcessorSequence.self,
        "TemplateProcessing": TemplatePostProcessor.self,
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
    func processed(_ ids: [Int], addSpecialTokens: Bool, _ work: TextWork) -> [Int] { ids }
}

/// `Sequence`: one post-processor after the other.
struct PostProcessorSequence: PostProcessor {
    private let parts: [any PostProcessor]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("processors").map(PostProcessors.make)
    }

    func processed(_ ids: [Int], addSpecialTokens: Bool, _ work: TextWork) throws -> [Int] {
        try parts.reduce(ids) { try $1.processed($0, addSpecialTokens: addSpecialTokens, work) }
    }
}
