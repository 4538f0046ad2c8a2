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
