/// An explanation of one activation, with what surrounds it.
public struct ExplanationInContext: Sendable {
    /// The document's title.
    public var document: String
    public var position: Int
    /// h, `[d]`, raw; nil where there are only texts.
    public var activation: [Float]?
    /// The text whose claims are examined.
    public var explanation: String
    /// As the AV wrote it; nil for an edited text and for one made elsewhere.
    public var verbalization: Verbalization?
    /// What can be read of the document up to the position, the token itself included; nil where nobody knows.
    public var visibleText: String?
    /// Explanations of the positions around it, `ClaimOptions.reach` on either side.
    public var neighbours: [String]
    /// Further samples that a file holds; those of the AV are made.
    public var samples: [String]
    /// A text written without the activation, by somebody who saw the visible text only.
    public var mimic: String?
    public var edits: [ClaimEdit]

    public init(
        document: String, position: Int, activation: [Float]?, explanation: String, verbalization: Verbalization? = nil,
        visibleText: String? = nil, neighbours: [String] = [],
        samples: [String] = [], mimic: String? = nil, edits: [ClaimEdit] = []
    ) {
        self.document = document
        self.position = position
        self.activation = activation
        self.explanation = explanation
        self.verbalization = verbalization
        self.visibleText = visibleText
        self.neighbours = neighbours
        self.samples = samples
        self.mimic = mimic
        self.edits = edits
    }
}

/// The language model, asked about a text without any activation: what it says could have been read off the text.
public struct TextOnlyWriter: Sendable {
    private let model: LanguageModel
    private let tokenizer: Tokenizer
    private let chat: ChatTemplate
    /// The question, with `{text}` where the visible text goes.
    private let prompt: PromptTemplate

    public static let standardPrompt =
        "Describe the following text: what kind of text it is, what it is about, how it ends and what comes next.\n\n{text}"

    /// - Throws: `Complaint` for a prompt without the one place `{text}`.
    public init(model: LanguageModel, tokenizer: Tokenizer, chat: ChatTemplate, prompt: String = standardPrompt) throws {
        self.model = model
        self.tokenizer = tokenizer
        self.chat = chat
        self.prompt = try PromptTemplate(prompt, place: "text", source: "prompt of the claims")
    }

    /// What the model answers, greedy; where it writes explanation tags, what stands between them.
    /// - Throws: `Complaint` where question and answer exceed the context; `CancellationError`.
    public func answer(about text: String, maximumTokens: Int, cancellation: Cancellation?) throws -> String {
        let ids = try question(text, cancellation)
        var output = "", decoder = tokenizer.streamingDecoder()
        let stop = model.configuration.stopTokenIDs(tokenizer)
        _ = try model.generate([.init(.tokens(ids))], sampling: .greedy(maximumTokens: maximumTokens), cancellation: cancellation) {
            _, id in
            guard !stop.contains(id) else { return true }
            output += decoder.append(id)
            return ExplanationText.isComplete(output)
        }
        return ExplanationText(output: output).text
    }

    private func question(_ text: String, _ cancellation: Cancellation? = nil) throws -> [Int] {
        let text = try chat.render(
            [ChatMessage(role: "user", content: prompt.filled(with: text))], addGenerationPrompt: true, cancellation: cancellation)
        return try tokenizer.encode(text, addSpecialTokens: false, cancellation: cancellation)
    }

    /// Tokens of the question.
    func promptLength(_ text: String) -> Int { (try? question(text).count) ?? 0 }

    var parameters: Double { model.configuration.blocksParameters }
}
