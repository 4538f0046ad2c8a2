import ParallaxCompute

/// What background work answers.
public enum Response: Sendable {
    case dictionaries([Inventory.DictionaryInfo], [Complaint])
    case verbalizers([Inventory.VerbalizerInfo], [Complaint])
    case trace(DocumentTrace)
    case statisticsProgress(StatisticsState.Progress)
    case statistics(source: String?, refusal: String?)
    /// One reading a position.
    case dictionary([DictionaryReading])
    case featureEdit(DictionaryReading)
    /// The text of one position so far.
    case verbalizing(position: Int, textSoFar: String)
    /// One position of a batch is done.
    case verbalized(position: Int, VerbalReading)
    /// The whole batch is done.
    case verbalizedAll
    case textEdit(TokenFigures)
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
