import Foundation

/// What somebody, or something, says that a feature stands for. The text is as the file holds it.
public struct FeatureLabel: Sendable, Equatable {
    public let text: String
    /// How well the label fits, as far as the file says so.
    public let score: Double?
    /// What kind of score: "F1" or "score".
    public let scoreName: String?

    public init(text: String, score: Double? = nil, scoreName: String? = nil) {
        self.text = text
        self.score = score
        self.scoreName = score == nil ? nil : scoreName ?? "score"
    }

    /// In the place of a label, where a file lists the tokens whose logits a feature raises and no words about it: marked as such.
    init?(raising tokens: [String]) {
        guard !tokens.isEmpty else { return nil }
        self.init(
            text: Self.raisedMark
                + tokens.prefix(Self.mostTokens).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.joined(separator: " "))
    }

    static let raisedMark = "↑ "
    static let mostTokens = 8
    /// A longer one is no token that says something.
    static let longestToken = 4096

    /// Whether somebody wrote it, and not a list of tokens stands for it.
    var isWritten: Bool { !text.utf8.starts(with: Self.raisedMark.utf8) }

    /// The score for a person, "F1 0.93".
    public var detail: String? {
        guard let score, let scoreName else { return nil }
        return "\(scoreName) \(FigureText.text(score, decimals: 2))"
    }
}

/// Which of several names of a table's columns, or of an object's keys, stands for the feature, and which for its label. Where two could be
/// meant the person is asked: a label beside the wrong feature looks like any other.
enum FeatureKey {
    /// Names that say that they are the feature, without case and punctuation.
    private static let features: Set<String> = [
        "feature", "featureindex", "featureid", "featureidx", "featurenumber", "featureno", "feat", "feati", "featidx", "featid", "latent",
        "latentindex", "latentid", "latentidx", "neuron", "neuronindex",
        "neuronid", "neuronidx", "saefeature", "saefeatureindex", "saefeatureid", "saeindex", "saelatent", "unit", "unitindex", "unitid"
    ]
    /// Names that may be the row's as well.
    private static let indices: Set<String> = ["index", "idx"]
    private static let ids: Set<String> = ["id", ""]
    private static let words: [Set<String>] = [
        ["label", "labels"],
        [
            "description", "descriptions", "explanation", "explanations", "interpretation", "autointerp", "autointerpexplanation",
            "summary", "concept", "meaning", "annotation"
        ],
        ["text", "name", "title"]
    ]

    /// What is expected where the person is asked.
    static let question = "one column for the feature"

    /// A name as it is compared.
    static func plain(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
    }

    /// Whether a name may be the feature's at all.
    static func isFeature(_ name: String) -> Bool {
        let name = plain(name)
        return features.contains(name) || indices.contains(name) || ids.contains(name)
    }

    /// The place of the feature.
    /// - Parameters:
    ///   - values: the numbers that stand at two places in the rows that were looked at, one after the other.
    ///   - path: for the question.
    /// - Returns: nil where no name is a feature's.
    /// - Throws: `Complaint`, the question.
    static func feature(_ names: [String], _ settings: LabelSettings, path: String, values: (Int) -> [UInt32?]) throws -> Int? {
        if let wanted = settings.feature { return try place(of: wanted, in: names, path) }
        func places(_ known: Set<String>) -> [Int] {
            names.indices.filter { known.contains(plain(names[$0])) && !(names[$0].isEmpty && $0 > 0) }
        }
        func ask(_ places: [Int]) -> Complaint {
            Complaint(
                path, expected: question, found: "\(places.map { "\"\(names[$0].shortened)\"" }.joined(separator: " and "))",
                remedy: "name it in the workspace, labels: {path: …, feature: \(names[places[0]].shortened)}")
        }
        let named = places(features).filter { !values($0).allSatisfy { $0 == nil } || values($0).isEmpty }
        if let first = named.first {
            for other in named.dropFirst() where differ(values(other), values(first)) { throw ask(named) }
            // An index that counts the rows, or says the same, is no other feature.
            for other in places(indices) where differ(values(other), values(first)) && !counts(values(other)) { throw ask([first, other]) }
            return first
        }
        let general = places(indices), ids = places(ids)
        if let first = general.first {
            for other in general.dropFirst() where differ(values(other), values(first)) { throw ask(general) }
            // An id that counts beside an index that does not is the row's.
            for other in ids
            where !names[other].isEmpty && differ(values(other), values(first)) && (!counts(values(other)) || counts(values(first))) {
                throw ask([first, other])
            }
            return first
        }
        return ids.last
    }

    /// Whether two columns name different features in a row that has both.
    private static func differ(_ left: [UInt32?], _ right: [UInt32?]) -> Bool {
        zip(left, right).contains { left, right in left != nil && right != nil && left != right }
    }

    /// Whether numbers go up by one from row to row.
    private static func counts(_ values: [UInt32?]) -> Bool {
        let numbers = values.compactMap { $0 }
        return zip(numbers, numbers.dropFirst()).allSatisfy { left, right in left < .max && left + 1 == right }
    }

    /// The place of the label; nil where no name is a label's.
    /// - Throws: `Complaint`, the question.
    static func label(_ names: [String], _ settings: LabelSettings, path: String) throws -> Int? {
        if let wanted = settings.label { return try place(of: wanted, in: names, path) }
        for known in words {
            let places = names.indices.filter { known.contains(plain(names[$0])) }
            if places.count > 1, Set(places.map { plain(names[$0]) }).count > 1 || known.contains("label") {
                throw Complaint(
                    path, expected: "one column for the label",
                    found: "\(places.map { "\"\(names[$0].shortened)\"" }.joined(separator: " and "))",
                    remedy: "name it in the workspace, labels: {path: …, label: \(names[places[0]].shortened)}")
            }
            if let place = places.first { return place }
        }
        return nil
    }

    private static func place(of wanted: String, in names: [String], _ path: String) throws -> Int {
        guard let place = names.firstIndex(of: wanted) ?? names.firstIndex(where: { plain($0) == plain(wanted) }) else {
            throw Complaint(
                path, expected: "a column named \"\(wanted.shortened)\", as the workspace says",
                found: names.isEmpty ? "none with a name" : names.prefix(40).map { $0 }.listed(), remedy: "correct the name")
        }
        return place
    }
}
