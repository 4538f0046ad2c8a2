/// What is known of the feature whose page was opened last, and of the dictionaries held side by side.
public struct FeaturesState: Sendable {
    public var firings: Answer<FeatureFirings>?
    public var nearest: Answer<[NearestFeature]>?
    /// Each dictionary's reconstruction put back, at ‖h‖.
    public var sweep: Answer<[Int: SpliceTable.Row]>?
    /// The search for firings that has come to its end.
    var finished: Request?

    public init() {}
}
