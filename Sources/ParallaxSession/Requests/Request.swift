import ParallaxCompute

/// One piece of background work, named by everything that determines its result.
///
/// The name is the identity: a result is accepted because it answers a request that is still wanted, never because of when it comes.
public enum Request: Hashable, Sendable {
    case openDictionaries
    case openVerbalizers
    /// Forward pass of a document: tokens, norms at every site, predictions.
    case trace(document: Int)
    /// μ and Var of every site, from all documents of the workspace or from its statistics file.
    case statistics
    /// A dictionary over every position of a document.
    case dictionary(document: Int, dictionary: Int, statistics: Int)
    /// One position with some features changed.
    case featureEdit(document: Int, position: Int, dictionary: Int, edits: [Int: FeatureEdit], statistics: Int)
    /// The explanations of some positions and what they reconstruct, in one batch, nearest first.
    case verbalize(document: Int, positions: [Int], verbalizer: Int, statistics: Int)
    /// What a changed text reconstructs.
    case textEdit(document: Int, position: Int, verbalizer: Int, text: String, statistics: Int)
}

extension Request {
    /// Work of one lane is done one after the other; lanes run side by side.
    public enum Lane: CaseIterable, Sendable {
        case model, statistics, verbalizer, reconstructor
    }

    public var lane: Lane {
        switch self {
        case .openDictionaries, .trace, .dictionary, .featureEdit: .model
        case .statistics: .statistics
        case .openVerbalizers, .verbalize: .verbalizer
        case .textEdit: .reconstructor
        }
    }

    /// Done within a few milliseconds as a rule: a paint may wait for it, so that a key and its figures make one paint.
    public var isQuick: Bool {
        switch self {
        case .trace, .dictionary, .featureEdit: true
        default: false
        }
    }
}
