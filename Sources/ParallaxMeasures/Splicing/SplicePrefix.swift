import Synchronization

/// The keys and values of the tokens before the spliced position. They are the same for every variant, so they are
/// computed on first use and kept as long as the splice.
final class SplicePrefix: Sendable {
    private let model: LanguageModel
    /// None where the position is the first.
    private let ids: [Int]
    private let cache = Mutex<KeyValueCache?>(nil)

    /// - Parameter past: of a text that begins with `ids`, where it is known.
    init(model: LanguageModel, ids: [Int], past: KeyValueCache? = nil) {
        self.model = model
        self.ids = ids
        guard let past, past.count >= ids.count else { return }
        let own = past.copy()
        own.truncate(to: ids.count)
        cache.withLock { $0 = own }
    }

    /// A cache of its own for each of `count` continuations.
    func forks(_ count: Int, cancellation: Cancellation) throws -> [KeyValueCache] {
        let prefix = try cache.withLock { kept in
            if let kept { return kept }
            let new = KeyValueCache()
            if !ids.isEmpty { _ = try model.forward(ForwardRequest([.init(.tokens(ids), cache: new)]), cancellation: cancellation) }
            kept = new
            return new
        }
        return (0..<count).map { _ in prefix.copy() }
    }
}
