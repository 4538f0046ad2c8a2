import ParallaxCompute

/// Features whose label holds the words.
public struct FeatureSearchQuestion: Question {
    public var dictionary: DictionaryID
    public var words: String

    public var lane: Lane { .search }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [FeatureMatch] {
        try bench.search(dictionary, words, cancellation)
    }

    public func keep(_ answer: [FeatureMatch], in state: inout SessionState) { state.search.features = Latest(self, answer) }
}

/// A feature that a search by label found.
public struct FeatureMatch: Equatable, Sendable {
    public var id: Int
    public var label: String?

    public init(id: Int, label: String?) {
        self.id = id
        self.label = label
    }
}

extension ModelBench {
    /// More lines than a person looks through.
    private static let mostMatches = 200

    /// Features whose label holds all words, in the order of their ids; first the one whose id is the number.
    func search(_ dictionary: DictionaryID, _ words: String, _ cancellation: Cancellation) throws -> [FeatureMatch] {
        let loaded = instrument.dictionaries[dictionary]
        let typed = words.split(whereSeparator: \.isWhitespace), wanted = typed.map { FoldedText(String($0)) }
        let number = typed.count == 1 ? Int(foreign: String(typed[0])) : nil
        var found: [FeatureMatch] = []
        for feature in 0..<loaded.info.featureCount where found.count < Self.mostMatches {
            if feature.isMultiple(of: 1024) { try cancellation.check() }
            let label = loaded.labels?[feature]?.text
            let isNumber = feature == number
            if isNumber || wanted.allSatisfy({ $0.stands(in: label ?? "") }) {
                let match = FeatureMatch(id: feature, label: label)
                if isNumber { found.insert(match, at: 0) } else { found.append(match) }
            }
        }
        return found
    }
}
