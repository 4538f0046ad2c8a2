import Foundation
import ParallaxCompute

/// What claims of one verbalizer are examined with: rules, checkpoints, the calibration and what it was made with.
public struct ClaimParts: Sendable {
    public let rules: ClaimRules
    public let examiner: ClaimExaminer
    public let calibration: ClaimCalibration?
    /// What cannot be used, and why.
    public let complaints: [Complaint]
}

extension Workspace {
    /// Its rules of claims, or the standard ones.
    /// - Throws: `Complaint` for a file that makes no sense.
    func claimRules() throws -> ClaimRules { try claims.rules.map { try ClaimRules.open($0) } ?? .standard }
}

extension Instrument {
    /// The rules of the workspace, or the standard ones.
    /// - Throws: `Complaint` for a file that makes no sense.
    public func claimRules() throws -> ClaimRules { try workspace.claimRules() }

    /// The AV of a verbalizer, which writes its explanations or scores those of a file; nil where there is none.
    public func activationVerbalizer(_ verbalizer: VerbalizerID) -> ActivationVerbalizer? {
        verbalizers[verbalizer].nla.verbalizer
    }

    /// Why the calibration of an AV does not hold for a text that was made elsewhere and that the AV only scores; nil where it holds, and for all others.
    func misfit(_ explanation: ExplanationInContext, _ parts: ClaimParts, _ verbalizer: VerbalizerID, _ cancellation: Cancellation) throws
        -> String?
    {
        guard let calibration = parts.calibration, let file = verbalizers[verbalizer].explanations as? FileExplanations,
            let scorer = file.scorer,
            let activation = explanation.activation
        else { return nil }
        let score = try scorer.scores(of: [explanation.explanation], for: Rows(activation), cancellation: cancellation)[0]
        return calibration.misfit(SeenTexts.Form(explanation.explanation, score: score, rules: parts.rules))
    }

    /// The checkpoints that a calibration of a verbalizer holds for.
    public func claimCheckpoints(_ verbalizer: VerbalizerID, rules: ClaimRules) -> ClaimCheckpoints {
        let nla = verbalizers[verbalizer].nla
        return ClaimCheckpoints(
            model: model, av: nla.verbalizer, ar: nla.reconstructor, explanations: nla.texts, dictionary: claimDictionary(verbalizer),
            rules: rules)
    }

    /// The dictionary whose features bear witness: the first at the verbalizer's site.
    public func claimDictionary(_ verbalizer: VerbalizerID) -> SparseAutoencoder? {
        let site = verbalizers[verbalizer].info.site
        return dictionaries.elements.first { $0.source == site && !$0.autoencoder.configuration.isTranscoder }?.autoencoder
    }

    /// What is to be said of that dictionary's figures over documents, as of its figures in a comparison; empty where nothing is.
    public func claimWarnings(_ verbalizer: VerbalizerID, over documents: any ComparisonDocuments, _ indices: [Int]) -> [String] {
        guard let dictionary = claimDictionary(verbalizer), dictionary.configuration.prependsBOS != nil else { return [] }
        let firstTokens = indices.compactMap { try? documents.tokenIDs(of: $0).first }
        return dictionary.configuration.bosWarning(firstTokens: firstTokens, bos: documents.bos).map {
            ["\(ClaimTest.witness.rawValue), by dictionary \(dictionary.name): \($0)"]
        } ?? []
    }

    /// - Parameters:
    ///   - statistics: of other documents, where no calibration says what was used.
    ///   - elsewhere: explanations of other documents' tokens, likewise.
    /// - Throws: `Complaint` for rules or a calibration that cannot be used at all.
    public func claimParts(
        _ verbalizer: VerbalizerID, statistics: SiteStatistics?, elsewhere: () throws -> [ClaimBackground.Explanation],
        cancellation: Cancellation
    ) throws -> ClaimParts {
        let rules = try claimRules()
        var complaints: [Complaint] = [], calibration: ClaimCalibration?
        if let file = workspace.claims.calibration {
            do {
                calibration = try ClaimCalibration.open(file, for: claimCheckpoints(verbalizer, rules: rules))
            } catch let complaint as Complaint {
                complaints.append(complaint)
            }
        }
        let background =
            try calibration?.background
            ?? ClaimBackground.made(
                mean: statistics?.mean.map(Float.init), explanations: elsewhere(), verbalizer: activationVerbalizer(verbalizer),
                options: ClaimOptions(), cancellation: cancellation)
        let examiner = try claimExaminer(
            verbalizer, rules: rules, background: background, options: calibration?.examination ?? ClaimOptions(), complaints: &complaints)
        return ClaimParts(rules: rules, examiner: examiner, calibration: calibration, complaints: complaints)
    }

    /// - Parameter complaints: takes why nobody can be asked about the text alone.
    public func claimExaminer(
        _ verbalizer: VerbalizerID, rules: ClaimRules, background: ClaimBackground, options: ClaimOptions, complaints: inout [Complaint]
    ) throws -> ClaimExaminer {
        let loaded = verbalizers[verbalizer]
        var writer: TextOnlyWriter?
        do {
            writer = try textOnlyWriter()
        } catch let complaint as Complaint {
            complaints.append(complaint)
        }
        return ClaimExaminer(
            rules: rules, verbalizer: activationVerbalizer(verbalizer), reconstructor: loaded.reconstructor,
            dictionary: claimDictionary(verbalizer), background: background, writer: writer,
            options: options)
    }

    /// The language model itself, asked about the text; nil where it has no chat template.
    private func textOnlyWriter() throws -> TextOnlyWriter? {
        guard let folder = workspace.model, let chat = try ChatTemplate.open(folder: folder, variables: workspace.templateVariables) else {
            return nil
        }
        return try TextOnlyWriter(
            model: model, tokenizer: tokenizer, chat: chat, prompt: workspace.claims.prompt ?? TextOnlyWriter.standardPrompt)
    }
}
