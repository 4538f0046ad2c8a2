/// Where the person is among the claims.
public struct ClaimFocus: Equatable, Sendable {
    /// The list that takes the arrow keys.
    public enum Part: CaseIterable, Equatable, Sendable {
        case claims, tests, values
    }

    public var part = Part.claims
    public var claim = 0
    /// Index into `ClaimTest.allCases`.
    public var test = 0
    public var value = 0
    /// The row of values that the person goes through in a claim's place.
    public var swap: ClaimSwap?

    public init() {}
}
