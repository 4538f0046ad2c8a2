/// What a person says of one claim.
public struct PersonVerdict: Sendable {
    public enum Verdict: String, Hashable, Sendable, Codable {
        case `true`, `false`, unsure
    }
}
