/// Combinations that decide nothing: what parts of the evidence reach alone, and what is lost without each. None reads the text.
public struct ClaimReferences: Sendable, Equatable, Codable {
    public struct LeftOut: Sendable, Equatable, Codable {
        public let test: ClaimTest
        public let combination: ClaimCombination
    }

    /// No test: the base rate of the class.
    public let classAlone: ClaimCombination
    public let resamplingAlone: ClaimCombination
    /// All tests but one, in the order of the tests.
    public let leavingOut: [LeftOut]

    var isSound: Bool { classAlone.isSound && resamplingAlone.isSound && leavingOut.allSatisfy(\.combination.isSound) && Set(leavingOut.map(\.test)).count == leavingOut.count }
}
