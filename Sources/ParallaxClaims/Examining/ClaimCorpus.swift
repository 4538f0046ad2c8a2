/// The explanations of whole documents, with what surrounds each: what claims are examined on when nobody looks at the screen.
public struct ClaimCorpus: Sendable {
    public let model: LanguageModel
    public let tokenizer: Tokenizer
    public let verbalizer: ActivationVerbalizer
    public let site: Site
    public let documents: any ComparisonDocuments
    public let options: ClaimOptions
    private let rule = ExclusionRule.workspace

    /// Verbalizers decode the first positions badly; they are trained on later ones.
    public static let firstPosition = 10

    public init(
        model: LanguageModel, tokenizer: Tokenizer, verbalizer: ActivationVerbalizer, site: Site, documents: any ComparisonDocuments,
        options: ClaimOptions
    ) {
        self.model = model
        self.tokenizer = tokenizer
        self.verbalizer = verbalizer
        self.site = site
        self.documents = documents
        self.options = options
    }

    /// A document's activations at the site, and where claims can be examined.
    public struct Trace: Sendable {
        public let ids: [Int]
        /// `[T, d]`
        public let activations: Rows
        /// Behind the first ten tokens; no BOS, no special or template token, no outlier of the norm.
        public let positions: [Int]
    }

    private var reader: DocumentReader { DocumentReader(model: model, tokenizer: tokenizer, documents: documents) }

    /// Which of some documents are copies.
    /// - Throws: `CancellationError`.
    package func copies(_ indices: [Int], cancellation: Cancellation) throws -> DocumentCopies {
        try DocumentCopies(indices, read: reader, cancellation: cancellation)
    }

    /// - Parameter repeated: what a copy has said before, among its comparable tokens; claims are not examined there again.
    /// - Throws: `Complaint` for a document that cannot be read; `CancellationError`.
    public func trace(_ index: Int, repeating repeated: [Range<Int>] = [], cancellation: Cancellation) throws -> Trace {
        let tokens = try reader.read(index, cancellation).repeating(repeated)
        let states = try model.forward(ForwardRequest([.init(.tokens(tokens.ids))], capture: [site]), cancellation: cancellation)[0].states
        guard let activations = states[site] else {
            throw Complaint("\(site)", expected: "a site of the model", found: "none such", remedy: "use an NLA of this model")
        }
        let excluded = rule.excluded(norms: activations.norms, bos: tokens.bos)
        let positions = tokens.comparable.filter { $0 >= Self.firstPosition && excluded[$0] == nil }
        return Trace(ids: tokens.ids, activations: activations, positions: positions)
    }

    /// Greedy explanations of some positions of a document with what surrounds them.
    /// - Parameter positions: among those of the trace.
    public func subjects(_ index: Int, _ trace: Trace, positions: [Int], cancellation: Cancellation) throws -> [ExplanationInContext] {
        let usable = Set(trace.positions)
        let around = { (position: Int) in
            (position - options.reach...position + options.reach).filter { $0 != position && usable.contains($0) }
        }
        let wanted = Set(positions + positions.flatMap(around)).sorted()
        guard !wanted.isEmpty else { return [] }
        let rows = Rows(wanted.map { trace.activations[$0] }, width: trace.activations.width)
        let written = try verbalizer.verbalize(rows, sampling: .greedy(maximumTokens: options.maximumTokens), cancellation: cancellation)
        let explanations = Dictionary(uniqueKeysWithValues: zip(wanted, written))
        return positions.compactMap { position in
            guard let own = explanations[position] else { return nil }
            return ExplanationInContext(
                document: documents.titles[index], position: position, activation: trace.activations[position], explanation: own.text,
                verbalization: own,
                visibleText: tokenizer.decode(Array(trace.ids[...position]), skipSpecialTokens: true),
                neighbours: around(position).compactMap { explanations[$0]?.text })
        }
    }

    /// One explanation of the middle of each of the first documents: what is said elsewhere.
    public func elsewhere(_ indices: [Int], cancellation: Cancellation) throws -> [ClaimBackground.Explanation] {
        var places: [(document: String, activation: [Float])] = []
        for index in indices where places.count < options.elsewhere {
            guard let trace = try? trace(index, cancellation: cancellation), !trace.positions.isEmpty else { continue }
            try cancellation.check()
            places.append((documents.titles[index], trace.activations[trace.positions[trace.positions.count / 2]]))
        }
        guard let width = places.first?.activation.count else { return [] }
        let texts = try verbalizer.verbalize(
            Rows(places.map(\.activation), width: width), sampling: .greedy(maximumTokens: options.maximumTokens),
            cancellation: cancellation)
        return zip(places, texts).map { ClaimBackground.Explanation(document: $0.document, text: $1.text) }
    }
}
