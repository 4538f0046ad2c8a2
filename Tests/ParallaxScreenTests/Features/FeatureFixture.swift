import ParallaxCompute
import ParallaxSession

/// Where a made-up feature fires, and what is near it.
enum FeatureFixture {
    /// The places after some of the documents, in the end after all.
    static func firings(_ feature: Int, documents: Int, of total: Int, spoil: (String) -> String = { $0 }) -> FeatureFirings {
        var found = FeatureFirings(
            label: feature % 3 == 0 ? spoil("place: lighthouse") : nil, labelDetail: feature % 3 == 0 ? spoil("F1 .93") : nil, total: total)
        found.documents = documents
        found.tokens = 39 * documents
        found.firing = 2 * documents
        found.quantiles = .init([0.5, 2.25, 3, 7.5, 14])
        (found.leftOut, found.leftOutFiring, found.leftOutMaximum) = (documents, documents / 2, 812.5)
        found.allPlaces = (0..<min(2 * documents, FeatureFirings.mostPlaces)).map { index in
            .init(
                document: DocumentID(index % total), position: 3 + index % 30, activation: 14 / Float(index + 1),
                before: spoil(" Dear Mara,\nThe keeper of the"), token: spoil(index % 4 == 3 ? " 漢字" : " lighthouse"),
                after: spoil(" found a brass key under the stairs."))
        }
        found.places = Array(found.allPlaces.prefix(total))
        return found
    }

    static func nearest(_ feature: Int, dictionary: DictionaryID, spoil: (String) -> String = { $0 }) -> [NearestFeature] {
        (0..<6).map { index in
            NearestFeature(
                dictionary: index % 2 == 0 ? dictionary : DictionaryID(1 - min(dictionary.index, 1)), id: (feature + 17 * (index + 1)) % 64,
                cosine: 0.91 - 0.13 * Float(index),
                label: index % 3 == 2 ? nil : spoil("place: harbour"))
        }
    }

    static func answer(_ asked: AnyQuestion, documents total: Int, spoil: (String) -> String = { $0 }) -> [Report] {
        switch asked.question {
        case let question as FiringsQuestion:
            [
                question.partial(firings(question.feature, documents: 1, of: total, spoil: spoil)),
                question.finished(firings(question.feature, documents: total, of: total, spoil: spoil))
            ]
        case let question as NearestQuestion: [question.finished(nearest(question.feature, dictionary: question.dictionary, spoil: spoil))]
        case let question as SweepQuestion: [question.finished([0: row(0.031), 1: row(0.004)])]
        default: []
        }
    }

    private static func row(_ divergence: Double) -> SpliceTable.Row {
        SpliceTable.Row(
            name: "SAE", divergence: .value(divergence), following: .undefined("not asked"), crossEntropy: .value(1), next: [],
            continuation: "")
    }
}
