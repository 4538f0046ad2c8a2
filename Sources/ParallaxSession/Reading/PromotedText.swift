/// The tokens whose logits a feature's decoder row raises and lowers most; raw, views make them safe.
public struct PromotedText: Equatable, Sendable {
    public var promoted: [String]
    public var suppressed: [String]

    public init(promoted: [String], suppressed: [String]) {
        self.promoted = promoted
        self.suppressed = suppressed
    }
}
