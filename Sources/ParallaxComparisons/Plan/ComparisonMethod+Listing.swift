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
        if target == .activation, bare.isSpliced(options.splicing) { columns += (bare.isDirection ? [] : TokenColumn.effect) + TokenColumn.effectTrueNorm }
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
