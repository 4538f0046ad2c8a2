/// Files that are one JSON value, not one a line: a feature saved from Neuronpedia's API, SAEDashboard's batches, circuit-tracer's features.
struct DocumentLabels {
    private(set) var labels = LabelList()
    /// Features that the file is about, with or without a label.
    private(set) var featureCount = 0
    private(set) var formatName = "JSON"

    /// Fields of one feature, whichever of the formats it is of.
    private struct Feature {
        var index: UInt32?
        var explanation: String?
        var raised: [String] = []
        var score: Double?
    }

    /// - Returns: nil where the text is no such document.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var cursor = JSONCursor(bytes)
        guard (try? read(&cursor)) != nil, featureCount > 0 else { return nil }
    }

    private mutating func read(_ cursor: inout JSONCursor) throws {
        // A list of features, as several API answers saved together.
        if try cursor.kind() == .array {
            formatName = "Neuronpedia features"
            try cursor.eachElement { add(try Self.feature(&$0)) }
        } else {
            var root = Feature()
            var format = "Neuronpedia feature"
            try cursor.eachMember { cursor, key in
                if key == "features", try cursor.kind() == .array {
                    format = "SAEDashboard batch"
                    try cursor.eachElement { add(try Self.feature(&$0)) }
                } else {
                    if key == "examples_quantiles" { format = "circuit-tracer feature" }
                    try Self.member(key, &cursor, &root)
                }
            }
            formatName = format
            add(root)
        }
        try cursor.finish()
    }

    private mutating func add(_ feature: Feature) {
        guard let index = feature.index else { return }
        featureCount += 1
        if let label = feature.explanation.map({ FeatureLabel(text: $0, score: feature.score) }) ?? FeatureLabel(raising: feature.raised) { labels.add(index, label) }
    }

    private static func feature(_ cursor: inout JSONCursor) throws -> Feature {
        var feature = Feature()
        guard try cursor.kind() == .object else {
            try cursor.skip()
            return feature
        }
        try cursor.eachMember { cursor, key in try member(key, &cursor, &feature) }
        return feature
    }

    private static func member(_ key: String, _ cursor: inout JSONCursor, _ feature: inout Feature) throws {
        switch (key, try cursor.kind()) {
        case ("index", .number), ("feature_index", .number), ("feature", .number): feature.index = UInt32(exactly: try cursor.integer())
        case ("index", .string): feature.index = UInt32(foreign: try cursor.string())
        case ("explanations", .array): try explanations(&cursor, &feature)
        case ("description", .string), ("label", .string):
            let text = try cursor.string(atMost: LabelList.longestText)
            feature.explanation = feature.explanation ?? text
        case ("pos_str", .array), ("top_logits", .array):
            try cursor.eachElement { cursor in
                guard feature.raised.count < FeatureLabel.mostTokens, try cursor.kind() == .string else { return try cursor.skip() }
                feature.raised.append(try cursor.string(atMost: FeatureLabel.longestToken) ?? "…")
            }
        default: try cursor.skip()
        }
    }

    /// The first explanation counts.
    private static func explanations(_ cursor: inout JSONCursor, _ feature: inout Feature) throws {
        try cursor.eachElement { cursor in
            guard try cursor.kind() == .object else { return try cursor.skip() }
            try cursor.eachMember { cursor, key in
                guard key == "description", try cursor.kind() == .string else { return try cursor.skip() }
                let text = try cursor.string(atMost: LabelList.longestText)
                feature.explanation = feature.explanation ?? text
            }
        }
    }
}
