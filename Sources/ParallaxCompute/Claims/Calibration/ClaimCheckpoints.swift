/// What claims were made and tested with, as fingerprints: a calibration holds for these and no others.
public struct ClaimCheckpoints: Sendable, Equatable, Codable {
    public var model: String
    public var av: String
    public var ar: String
    /// nil where no dictionary is a witness.
    public var dictionary: String?
    /// Of the rules that split and class claims.
    public var rules: String

    public init(model: String, av: String, ar: String, dictionary: String? = nil, rules: String) {
        self.model = model
        self.av = av
        self.ar = ar
        self.dictionary = dictionary
        self.rules = rules
    }

    /// The parts in which two differ: "another AV (was 0123…, is 4567…)".
    func differences(from other: ClaimCheckpoints) -> [String] {
        let parts: [(String, String?, String?)] = [
            ("model", model, other.model), ("AV", av, other.av), ("AR", ar, other.ar), ("dictionary", dictionary, other.dictionary), ("rules", rules, other.rules),
        ]
        return parts.filter { $0.1 != $0.2 }.map { "another \($0.0) (\(($0.2 ?? "none").shortened), not \(($0.1 ?? "none").shortened))" }
    }
}
