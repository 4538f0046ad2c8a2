import Synchronization

/// The keys and values of one sequence's past, per block, so that a continuation need not run the past again.
///
///     let cache = KeyValueCache()
///     _ = try model.forward(ForwardRequest([.init(.tokens(prompt), cache: cache)]))
///     _ = try model.forward(ForwardRequest([.init(.tokens([next]), cache: cache)], logits: .last))
///
/// Storage is copied on write: `copy()` costs nothing until the copies part.
public final class KeyValueCache: Sendable {
    /// Keys (already rotated) and values of one block, each `[count, key-value heads · head size]`.
    struct Past: Sendable {
        var keys: [Float] = []
        var values: [Float] = []
    }

    private struct State: Sendable {
        var count = 0
        var width = 0
        var blocks: [Past] = []

        /// Keeps the first `count` tokens of every block.
        mutating func keep(_ count: Int) {
            self.count = count
            let length = count * width
            for block in blocks.indices where blocks[block].keys.count > length {
                blocks[block].keys.removeSubrange(length...)
                blocks[block].values.removeSubrange(length...)
            }
            if count == 0 { blocks = [] }
        }
    }

    private let state: Mutex<State>

    /// An empty past.
    public init() { state = Mutex(State()) }

    private init(_ state: State) { self.state = Mutex(state) }

    /// Tokens in the past; the next token stands at this position.
    public var count: Int { state.withLock { $0.count } }

    /// Blocks whose keys and values are held.
    var blockCount: Int { state.withLock { $0.blocks.count } }

    var width: Int { state.withLock { $0.width } }

    /// A second cache with the same past, for continuations of a common prefix.
    public func copy() -> KeyValueCache { KeyValueCache(state.withLock { $0 }) }

    /// Forgets all but the first `count` tokens.
    public func truncate(to count: Int) {
        state.withLock { state in
            guard count < state.count else { return }
            state.keep(max(0, count))
        }
    }

    /// Adds the keys and values of new tokens to a block; `count` stays until `advance(to:)` says that all blocks have them.
    func append(block: Int, width: Int, keys: ArraySlice<Float>, values: ArraySlice<Float>) {
        state.withLock { state in
            state.width = width
            while state.blocks.count <= block { state.blocks.append(Past()) }
            state.blocks[block].keys.append(contentsOf: keys)
            state.blocks[block].values.append(contentsOf: values)
        }
    }

    func past(block: Int) -> Past { state.withLock { $0.blocks[block] } }

    func advance(to count: Int) { state.withLock { $0.count = count } }

    /// Takes back what an interrupted pass has appended.
    func rollBack() { state.withLock { $0.keep($0.count) } }
}
