/// Files that are one JSON value, not one a line: a feature saved from Neuronpedia's API, SAEDashboard's batches, circuit-tracer's features.
struct DocumentLabels {
    private(set) var labels = LabelList()
    /// Features that the file is about, with or without a label.
    private(set) var featureCount = 0
    private(set) var formatName = "JSON"

    /// Fields of one feature, whichever of the formats it is of.
    private struct Feature {
        /// What could be its index, by the keys.
        var indices: [(key: String, value: UInt32)] = []
        var explanation: String?
        var raised: [String] = []
        var score: Double?
        var scoreName: String?
        var layer: String?
    }

    private let settings: LabelSettings
    private let path: String
    /// The key of the index, once it is chosen.
    private var key: String?
    /// Features that wait for the choice.
    private var waiting: [Feature] = []
    private var layer: String?
    /// Features that are looked at for which key is which.
    private static let telling = 50

    /// - Throws: `Complaint` where the text is no such document, or does not say what is a feature.
    init(_ bytes: UnsafeRawBufferPointer, _ settings: LabelSettings = LabelSettings(), path: String) throws {
        (self.settings, self.path) = (settings, path)
        var cursor = JSONCursor(bytes, from: LineIndex.byteOrderMark(bytes))
        do {
            try read(&cursor)
            try choose()
        } catch let failure as JSONFailure {
            throw Complaint(path, expected: "feature labels in JSON", found: failure.found, remedy: "mend the file")
        }
    }

    private mutating func read(_ cursor: inout JSONCursor) throws {
        // A list of features, as several API answers saved together.
        if try cursor.kind() == .array {
            formatName = "Neuronpedia features"
            try cursor.eachElement { try add(try feature(&$0)) }
        } else {
            var root = Feature()
            var format = "Neuronpedia feature"
            try cursor.eachMember { cursor, key in
                let kind = try cursor.kind()
                if key == "features", kind == .array {
                    format = "SAEDashboard batch"
                    try cursor.eachElement { try add(try feature(&$0)) }
                } else if ["features", "labels", "explanations", "descriptions", "latents"].contains(key), kind == .object {
                    format = "JSON object"
                    try cursor.eachMember { cursor, key in try entry(key, &cursor) }
                } else if TableLabels.featureIndex(key) != nil {
                    format = "JSON object"
                    try entry(key, &cursor)
                } else {
                    if key == "examples_quantiles" { format = "circuit-tracer feature" }
                    try member(key, &cursor, &root)
                }
            }
            formatName = format
            try add(root)
        }
        try cursor.finish()
    }

    /// One of an object's members whose keys are the features: a text, or an object about it.
    private mutating func entry(_ key: String, _ cursor: inout JSONCursor) throws {
        guard let index = TableLabels.featureIndex(key) else { return try cursor.skip() }
        var feature = Feature()
        switch try cursor.kind() {
        case .string: feature.explanation = try cursor.string(atMost: LabelList.longestText)
        case .object: feature = try self.feature(&cursor)
        default: try cursor.skip()
        }
        feature.indices = []
        try keep(feature, at: index)
    }

    private mutating func add(_ feature: Feature) throws {
        guard !feature.indices.isEmpty else { return }
        waiting.append(feature)
        if key != nil || waiting.count >= Self.telling { try choose() }
    }

    /// Gives the features that wait their indices.
    private mutating func choose() throws {
        if key == nil, !waiting.isEmpty {
            var names: [String] = []
            for feature in waiting { for index in feature.indices where !names.contains(index.key) { names.append(index.key) } }
            let all = waiting
            key = try FeatureKey.feature(names, settings, path: path) { place in
                all.map { $0.indices.first { $0.key == names[place] }?.value }
            }.map { names[$0] }
        }
        for feature in waiting {
            if let index = feature.indices.first(where: { $0.key == key }) ?? feature.indices.first { try keep(feature, at: index.value) }
        }
        waiting = []
    }

    private mutating func keep(_ feature: Feature, at index: UInt32) throws {
        featureCount += 1
        if let other = feature.layer, let first = layer, other != first {
            throw Complaint(
                path, expected: "labels of one layer", found: "features of \(first.shortened) and of \(other.shortened)",
                remedy: "keep one file a dictionary")
        }
        layer = layer ?? feature.layer
        if let label = feature.explanation.map({ FeatureLabel(text: $0, score: feature.score, scoreName: feature.scoreName) })
            ?? FeatureLabel(raising: feature.raised)
        {
            labels.add(index, label)
        }
    }

    private func feature(_ cursor: inout JSONCursor) throws -> Feature {
        var feature = Feature()
        guard try cursor.kind() == .object else {
            try cursor.skip()
            return feature
        }
        try cursor.eachMember { cursor, key in try member(key, &cursor, &feature) }
        return feature
    }

    private func member(_ key: String, _ cursor: inout JSONCursor, _ feature: inout Feature) throws {
        switch (key, try cursor.kind()) {
        case (settings.label, .string): feature.explanation = try cursor.string(atMost: LabelList.longestText)
        case let (key, kind) where (kind == .number || kind == .string) && (FeatureKey.isFeature(key) || key == settings.feature):
            if let index = try JSONLabels.index(&cursor), feature.indices.count < 20 { feature.indices.append((key, index)) }
        case ("explanations", .array) where settings.label == nil: try Self.explanations(&cursor, &feature)
        case ("description", .string) where settings.label == nil, ("label", .string) where settings.label == nil,
            ("explanation", .string) where settings.label == nil:
            let text = try cursor.string(atMost: LabelList.longestText)
            feature.explanation = feature.explanation ?? text
        case ("f1", .number), ("score", .number):
            let score = try cursor.double()
            if score.isFinite, key == "f1" || feature.scoreName == nil {
                (feature.score, feature.scoreName) = (score, key == "f1" ? "F1" : "score")
            }
        case ("layer", .string): feature.layer = try cursor.string(atMost: 200)
        case ("layer", .number): feature.layer = String(Substring(try cursor.numberText().text))
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
