/// What a person changed about how an explanation falls into claims. Ranges are those of claims, in UTF-8 bytes of the explanation.
public enum ClaimEdit: Hashable, Sendable, Codable {
    /// The claim and the next one behind it are one.
    case join(Range<Int>)
    /// The claim is two, the second from `at` on.
    case split(Range<Int>, at: Int)
    case notAClaim(Range<Int>)
    /// The claim is of this class.
    case reclass(Range<Int>, String)
}
