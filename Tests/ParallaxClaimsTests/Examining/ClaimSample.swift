import Foundation
import ParallaxClaims
import TestSupport
import Testing

/// The sample's checkpoints, and one token of it with what surrounds its explanation.
struct ClaimSample {
    static let folder = Places.sampleData

    let model: LanguageModel
    let tokenizer: Tokenizer
    let verbalizer: ActivationVerbalizer
    let reconstructor: ActivationReconstructor
    let dictionary: SparseAutoencoder
    let rules: ClaimRules
    let corpus: ClaimCorpus
    let background: ClaimBackground
    let options: ClaimOptions

    init() throws {
        let subject = Self.folder.appending(path: "subject")
        model = try LanguageModel.open(folder: subject)
        tokenizer = try Tokenizer.open(folder: subject)
        verbalizer = try ActivationVerbalizer.open(folder: Self.folder.appending(path: "av"))
        reconstructor = try ActivationReconstructor.open(folder: Self.folder.appending(path: "ar"))
        dictionary = try SparseAutoencoder.open(folder: Self.folder.appending(path: "sae/blocks.3.hook_resid_post-k16"))
        rules = try ClaimRules.open(Self.folder.appending(path: "claims.json"))
        var options = ClaimOptions()
        options.samples = 4
        options.candidates = 4
        options.elsewhere = 3
        options.priorSamples = 4
        options.shapleyOrders = 4
        self.options = options
        let documents = TruthDocuments([Self.folder.appending(path: "documents.jsonl")], tokenizer: tokenizer)
        corpus = ClaimCorpus(
            model: model, tokenizer: tokenizer, verbalizer: verbalizer, site: reconstructor.site, documents: documents, options: options)
        var statistics = SiteStatistics(width: reconstructor.outputSize)
        let other = try corpus.trace(7, cancellation: Cancellation())
        for position in other.positions { statistics.add(other.activations[position]) }
        background = try ClaimBackground.made(
            mean: statistics.mean.map(Float.init), explanations: corpus.elsewhere([4, 5, 6], cancellation: Cancellation()),
            verbalizer: verbalizer, options: options,
            cancellation: Cancellation())
    }

    func examiner(
        verbalizer: Bool = true, reconstructor: Bool = true, dictionary: Bool = true, background: ClaimBackground? = nil
    ) throws -> ClaimExaminer {
        let chat = try #require(try ChatTemplate.open(folder: Self.folder.appending(path: "subject")))
        return ClaimExaminer(
            rules: rules, verbalizer: verbalizer ? self.verbalizer : nil, reconstructor: reconstructor ? self.reconstructor : nil,
            dictionary: dictionary ? self.dictionary : nil,
            background: background ?? self.background,
            writer: try TextOnlyWriter(model: model, tokenizer: tokenizer, chat: chat, prompt: "Describe: {text}"), options: options)
    }

    /// A token of a document with its greedy explanation.
    func explanation(document: Int = 0, position: Int = 20) throws -> ExplanationInContext {
        let trace = try corpus.trace(document, cancellation: Cancellation())
        return try #require(try corpus.subjects(document, trace, positions: [position], cancellation: Cancellation()).first)
    }
}
