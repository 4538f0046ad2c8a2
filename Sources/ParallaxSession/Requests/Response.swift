import ParallaxCompute

/// What background work answers.
public enum Response: Sendable {
    case dictionaries([Inventory.DictionaryInfo], [Complaint])
    case verbalizers([Inventory.VerbalizerInfo], [Complaint])
    case trace(DocumentTrace)
    case statisticsProgress(StatisticsState.Progress)
    case statistics(StatisticsFacts)
    /// One reading a position.
    case dictionary([DictionaryReading])
    /// A dictionary does not do on a document what its checkpoint promises.
    case dictionaryComplaint(Complaint)
    case featureEdit(DictionaryReading)
    /// The text of one position so far.
    case verbalizing(position: Int, textSoFar: String)
    /// One position of a batch is done.
    case verbalized(position: Int, VerbalReading)
    /// The file of explanations has none of this position.
    case noExplanation(position: Int)
    /// The whole batch is done; how many of it had to be made, and how long that took.
    case verbalizedAll(made: Int, seconds: Double)
    case textEdit(TokenFigures)
    case noise(NoiseBand)
    /// One cell a position.
    case lensRow([LensCell])
    /// One cell a row of the grid.
    case lensColumn([LensCell])
    case promoted([Int: PromotedText])
    case agreement(Agreement)
    case mismatch(MismatchControl)
    case splice(SpliceTable)
    case spliceNoise(SpliceNoise)
    case features([FeatureMatch])
    /// As far as the documents have been read, and in the end.
    case firings(FeatureFirings)
    case nearest([NearestFeature])
    /// By dictionary.
    case sweep([Int: SpliceTable.Row])
    case comparisonProgress(ComparisonState.Progress)
    case comparisonDone
    case comparisonReport(ComparisonReport)
    case differing([DifferingToken])
    case claimEstimate(ClaimEstimate)
    /// The page after another test, and the finished one.
    case claims(ClaimPage)
    /// The file to which the person's verdict was appended.
    case judged(String)
    /// Where the finding was written.
    case written([String])
}

/// A response or a failure, with the request that it answers.
public struct Report: Sendable {
    public enum Outcome: Sendable {
        /// More of this request follows.
        case partial(Response)
        case finished(Response)
        case failed(Complaint)
    }

    public var request: Request
    public var outcome: Outcome

    public init(_ request: Request, _ outcome: Outcome) {
        self.request = request
        self.outcome = outcome
    }
}
