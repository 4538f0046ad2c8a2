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

    /// The score for a person, "F1 0.93".
    public var detail: String? {
        guard let score, let scoreName else { return nil }
        return "\(scoreName) \(String(format: "%.2f", score))"
    }
}
