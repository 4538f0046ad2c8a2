/// Where μ or Var of a figure came from.
public enum StatisticSource: Sendable, Equatable {
    /// The definition needs none.
    case notUsed
    /// The evaluated rows themselves.
    case rows(count: Int)
    /// A vector or number that the caller gave, by its name.
    case given(String)
    /// Other documents, by name.
    case documents([String], tokens: Int)
    /// The definition needs one and there is none.
    case missing

    /// With fewer tokens μ and Var are unstable.
    public static let fewTokens = 100

    public var text: String {
        switch self {
        case .notUsed: "not used"
        case .rows(let count): count == 1 ? "the 1 row itself" : "the \(count) rows themselves"
        case .given(let name): "given (\(name))"
        case .documents(let names, let tokens): "\(tokens) token\(tokens == 1 ? "" : "s") of \(names.count) document\(names.count == 1 ? "" : "s")"
        case .missing: "no statistics"
        }
    }

    /// What a reader must know before trusting the figure.
    public var warning: String? {
        switch self {
        case .rows(let tokens), .documents(_, let tokens):
            tokens < Self.fewTokens ? "fewer than \(Self.fewTokens) tokens, unstable" : nil
        case .notUsed, .given, .missing: nil
        }
    }

    /// The text with its warning.
    public var textWithWarning: String { warning.map { "\(text): \($0)" } ?? text }
}

/// Tokens that a figure leaves out, named and counted.
public struct Exclusion: Sendable, Codable, Equatable {
    /// Such as "BOS" or "norm above 10 × median".
    public let name: String
    public let count: Int

    public init(name: String, count: Int) {
        self.name = name
        self.count = count
    }
}
