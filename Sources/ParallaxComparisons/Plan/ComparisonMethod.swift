/// One way to a reconstruction of an activation, and what is kept of it.
public struct ComparisonMethod: Sendable, Codable, Equatable {
    /// How the reconstruction is made. Numbers name dictionaries, verbalizers and mimics in the order of the subject.
    public enum Recipe: Sendable, Codable, Equatable {
        case dictionary(Int)
        /// The L0 largest f_i‖d_i‖, no refit.
        case forcedDictionary(Int, l0: Int)
        /// The greedy explanation through the AR, or that of a file.
        case explanation(Int)
        /// Sampled at temperature 1.
        case draw(Int, number: Int)
        /// The draw whose direction is nearest to h: chosen with h in hand.
        case bestDraw(Int)
        /// The dictionary's reconstruction of the AR's output at ‖h‖.
        case dictionaryOfOutput(Int, verbalizer: Int)
        case identity
        case zero
        case mean
        /// Of the document's other tokens.
        case documentMean
        case nearestOther
        case principalComponents(rank: Int)
        /// Of the partner in a mismatched pair.
        case otherActivation
        case genericText(Int)
        /// The greedy explanation of the partner in a mismatched pair.
        case otherDocumentsText(Int)
        case otherTokensText(Int)
        case wordsShuffled(Int)
        case sentencesReordered(Int)
        case punctuationChanged(Int)
        case mimic(Int, verbalizer: Int)
    }

    public enum Kind: String, Sendable, Codable, CaseIterable {
        case dictionary = "SAE"
        case forcedDictionary = "SAE at a forced L0"
        case explanation = "NLA"
        case draw = "NLA, one draw"
        case bestDraw = "NLA, best of k"
        case dictionaryOfOutput = "SAE of the NLA's output"
        case control = "control of the AR"
        case mimic = "mimic text"
        case baseline
    }

    /// What the reconstruction is held against.
    public enum Target: String, Sendable, Codable {
        case activation
        /// The AR's output at ‖h‖.
        case output
    }

    public let name: String
    public let recipe: Recipe
    public let target: Target
    public let columns: [TokenColumn]
    /// The site that a transcoder reads in the place of the activation; nil for whatever starts from the activation itself.
    public var source: String?

    public var kind: Kind {
        switch recipe {
        case .dictionary: .dictionary
        case .forcedDictionary: .forcedDictionary
        case .explanation: .explanation
        case .draw: .draw
        case .bestDraw: .bestDraw
        case .dictionaryOfOutput: .dictionaryOfOutput
        case .genericText, .otherDocumentsText, .otherTokensText, .wordsShuffled, .sentencesReordered, .punctuationChanged: .control
        case .mimic: .mimic
        case .identity, .zero, .mean, .documentMean, .nearestOther, .principalComponents, .otherActivation: .baseline
        }
    }

    /// Chosen with the activation in hand: no code of these bits reaches it.
    public var isOracle: Bool { kind == .bestDraw || recipe == .identity }

    /// Its length means nothing, so only figures at the true norm, and of directions, speak of it.
    public var isDirection: Bool {
        switch kind {
        case .explanation, .draw, .bestDraw, .control, .mimic: true
        case .dictionary, .forcedDictionary, .dictionaryOfOutput, .baseline: false
        }
    }

    /// Whether it is one of the methods that are compared, and not what they are compared with.
    public var isHeadline: Bool { kind == .dictionary || kind == .explanation }

    /// Whether it starts from something else than what it is held against, so that it is told against its like alone.
    public var isTranscoder: Bool { source != nil }

    /// The verbalizer that it rests on.
    public var verbalizer: Int? {
        switch recipe {
        case .explanation(let v), .draw(let v, _), .bestDraw(let v), .dictionaryOfOutput(_, let v), .genericText(let v),
            .otherDocumentsText(let v),
            .otherTokensText(let v), .wordsShuffled(let v), .sentencesReordered(let v), .punctuationChanged(let v), .mimic(_, let v):
            v
        default: nil
        }
    }

    public var dictionary: Int? {
        switch recipe {
        case .dictionary(let d), .forcedDictionary(let d, _), .dictionaryOfOutput(let d, _): d
        default: nil
        }
    }
}

extension ComparisonMethod {
    /// Every method of a subject, in the order of the report.
    static func all(of subject: ComparisonSubject, options: ComparisonOptions) -> [ComparisonMethod] {
        var methods: [ComparisonMethod] = []
        func add(_ name: String, _ recipe: Recipe, against target: Target = .activation) {
            var method = ComparisonMethod(name: name, recipe: recipe, target: target, options: options)
            if let index = method.dictionary, subject.isTranscoder(index) { method.source = subject.source(of: index).hookName }
            methods.append(method)
        }
        func name(_ index: Int) -> String { "\(subject.isTranscoder(index) ? "transcoder" : "SAE") \(subject.shortName(of: index))" }
        for index in subject.dictionaries.indices { add(name(index), .dictionary(index)) }
        for (index, dictionary) in subject.dictionaries.enumerated() {
            for l0 in options.forcedL0s where l0 < dictionary.expectedL0.map({ Int(clamping: $0.rounded(.up)) }) ?? .max {
                add("\(name(index)), \(l0) largest", .forcedDictionary(index, l0: l0))
            }
        }
        for (index, verbalizer) in subject.verbalizers.enumerated() {
            add("NLA \(verbalizer.name)", .explanation(index))
            guard verbalizer.writer != nil else { continue }
            for number in 0..<options.samples { add("NLA \(verbalizer.name), draw \(number + 1)", .draw(index, number: number)) }
            if options.samples > 1 { add("NLA \(verbalizer.name), best of \(options.samples) (oracle)", .bestDraw(index)) }
        }
        for (v, verbalizer) in subject.verbalizers.enumerated() {
            // A transcoder does not read what the AR gives.
            for d in subject.dictionaries.indices where !subject.isTranscoder(d) {
                let name = "SAE \(subject.shortName(of: d)) of NLA \(verbalizer.name)'s output"
                add(name, .dictionaryOfOutput(d, verbalizer: v))
                add(name + ", against that output", .dictionaryOfOutput(d, verbalizer: v), against: .output)
            }
        }
        add("identity", .identity)
        add("mean", .mean)
        add("zero", .zero)
        add("document mean", .documentMean)
        add("nearest other activation", .nearestOther)
        for rank in options.ranks where rank <= subject.width { add("PCA \(rank)", .principalComponents(rank: rank)) }
        add("another document's activation", .otherActivation)
        for (index, verbalizer) in subject.verbalizers.enumerated() {
            let name = "AR \(verbalizer.name): "
            add(name + "generic text", .genericText(index))
            add(name + "another document's explanation", .otherDocumentsText(index))
            add(name + "another token's explanation", .otherTokensText(index))
            add(name + "words shuffled", .wordsShuffled(index))
            add(name + "sentences reordered", .sentencesReordered(index))
            add(name + "punctuation changed", .punctuationChanged(index))
            for (m, mimic) in subject.mimics.enumerated() { add(name + "mimic \(mimic.name)", .mimic(m, verbalizer: index)) }
        }
        return methods
    }

    init(name: String, recipe: Recipe, target: Target, options: ComparisonOptions) {
        let bare = ComparisonMethod(name: name, recipe: recipe, target: target, columns: [])
        var columns = TokenColumn.geometry + (target == .output ? TokenColumn.target : [])
        if target == .activation, bare.isSpliced(options.splicing) {
            columns += (bare.isDirection ? [] : TokenColumn.effect) + TokenColumn.effectTrueNorm
        }
        switch bare.kind {
        case .dictionary, .forcedDictionary: columns += TokenColumn.code
        case .explanation, .draw: columns += TokenColumn.text
        case .dictionaryOfOutput: columns += [.l0] + (target == .activation ? TokenColumn.features : [])
        case .bestDraw, .control, .mimic, .baseline: break
        }
        self.init(name: name, recipe: recipe, target: target, columns: columns)
    }

    private func isSpliced(_ splicing: ComparisonOptions.Splicing) -> Bool {
        switch splicing {
        case .none: false
        case .all: true
        case .main:
            switch recipe {
            case .dictionary, .explanation, .bestDraw, .mimic, .mean, .zero, .documentMean: true
            default: false
            }
        }
    }

    /// Whether it is also spliced as it is; zero has no other length.
    var isSplicedAsIs: Bool { columns.contains(.kl) }
    var isSplicedAtTrueNorm: Bool { columns.contains(.klTrueNorm) }
}
