/// How a person cuts an explanation into claims otherwise than the rules. Ranges are offsets of UTF-8 bytes, those of the claim that is
/// meant; an edit that no longer fits its text is ignored.
public enum ClaimEdit: Hashable, Sendable, Codable {
    /// With the next one.
    case join(Range<Int>)
    case split(Range<Int>, at: Int)
    case notAClaim(Range<Int>)
    case reclass(Range<Int>, String)
}
