/// What claims were made and tested with, as fingerprints: a calibration holds for these and no others.
public struct ClaimCheckpoints: Sendable, Codable {
    public var model: String
    public var av: String
    public var ar: String
    /// nil where no dictionary is a witness.
    public var dictionary: String?
    /// Of the rules that split and class claims.
    public var rules: String
    /// What files from before call the dictionary; asked for where its own name is not theirs.
    var formerDictionary: (@Sendable () -> String?)?

    private enum CodingKeys: String, CodingKey { case model, av, ar, dictionary, rules }

    public init(model: String, av: String, ar: String, dictionary: String? = nil, rules: String) {
        self.model = model
        self.av = av
        self.ar = ar
        self.dictionary = dictionary
        self.rules = rules
    }

    /// The parts in which `other`, what there is now, differs from what a file names: "another AV (4567…, not 0123…)".
    func differences(from other: ClaimCheckpoints) -> [String] {
        var differing = zip(parts, other.parts).filter { $0.0.fingerprint != $0.1.fingerprint }
        if let dictionary, dictionary != other.dictionary, dictionary == other.formerDictionary?() { differing.removeAll { $0.0.name == Self.dictionaryName } }
        return differing.map { "another \($0.0.name) (\(($0.1.fingerprint ?? "none").shortened), not \(($0.0.fingerprint ?? "none").shortened))" }
    }

    private static let dictionaryName = "dictionary"

    private var parts: [(name: String, fingerprint: String?)] { [("model", model), ("AV", av), ("AR", ar), (Self.dictionaryName, dictionary), ("rules", rules)] }
}

extension ClaimCheckpoints: Equatable {
    public static func == (a: ClaimCheckpoints, b: ClaimCheckpoints) -> Bool { zip(a.parts, b.parts).allSatisfy { $0.fingerprint == $1.fingerprint } }
}
