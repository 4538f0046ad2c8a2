/// What a bootstrap says of one method.
struct MethodResamples: Sendable {
    /// Of the tokens of one place.
    struct Place: Sendable {
        /// Documents that have any.
        var documents: Int
        /// In the order of the method's figures.
        var intervals: [ComparisonFigure.Interval?]
        /// C has a value in the resamples in which D has one.
        var uncentred: BootstrapDraws
    }

    /// Documents that have tokens in the headline.
    var documents: Int
    /// The headline's figures in every resample, in the order of the method's figures: differences of two methods are taken of them.
    var draws: [BootstrapDraws]
    var places: [Stratum: Place]
}
