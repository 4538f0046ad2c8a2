/// From which probability on claims of a class are called supported (or up to which unsupported), with what was seen beyond it on held-out
/// calibration documents; or why there is no such place.
public struct ClaimThreshold: Sendable, Equatable, Codable {
    /// nil: nothing is called so.
    public var probability: Double?
    /// Written claims beyond it, and how many of them were true (false, where it is the threshold for unsupported).
    public var claims = 0
    public var right = 0
    /// One-sided lower confidence bound of right / claims, corrected for claims of a document being right or wrong together.
    public var bound = 0.0
    /// Random swaps and best lies of calibration documents, and how many of them are beyond it.
    public var swaps = 0
    public var swapsBeyond = 0
    public var lies = 0
    public var liesBeyond = 0
    /// Classes behind it: its own, or those that had too few claims of their own.
    public var classes: [String]
    /// Where there is no threshold: "of 412 claims of mood 13 % are true, and no probability tells which".
    public var reason: String?

    var isSound: Bool {
        let counts = [claims, right, swaps, swapsBeyond, lies, liesBeyond]
        return (probability.map { (0...1).contains($0) } ?? (reason != nil)) && (0...1).contains(bound) && counts.allSatisfy { $0 >= 0 } && right <= claims && swapsBeyond <= swaps
            && liesBeyond <= lies
    }
}
