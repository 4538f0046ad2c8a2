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
        self.init(text: Self.raisedMark + tokens.prefix(Self.mostTokens).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.joined(separator: " "))
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
        return "\(scoreName) \(String(format: "%.2f", score))"
    }
}
