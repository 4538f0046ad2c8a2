import ParallaxCompute

/// What stands before a claim, before and after its tests.
public enum ClaimMark: Hashable, Sendable {
    case notYet, running, failed
    case tested(ClaimVerdict.Support)

    /// What a sentence of several claims shows: the one that deserves the least belief.
    public static func gravest(_ marks: [ClaimMark]) -> ClaimMark? { marks.max { $0.gravity < $1.gravity } }

    private var gravity: Int {
        switch self {
        case .tested(.supported): 0
        case .tested(.unresolved): 1
        case .tested(.unsupported): 2
        case .notYet: 3
        case .running: 4
        case .failed: 5
        }
    }
}
