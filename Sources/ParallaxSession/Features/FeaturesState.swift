/// What is known of the feature whose page was opened last, and of the dictionaries held side by side.
public struct FeaturesState: Sendable {
    package var promoted = PromotedTexts()
    public var firings: Latest<FiringsQuestion>?
    public var nearest: Latest<NearestQuestion>?
    /// Each dictionary's reconstruction put back, at ‖h‖.
    public var sweep: Latest<SweepQuestion>?
    /// The search for firings that has come to its end.
    var finished: FiringsQuestion?

    public init() {}
}
