/// Byte strings that are looked for in a text, all of them in one pass: at every place the longest that begins there.
///
/// The automaton of Aho and Corasick over the strings from their ends, which the text is read through from its end: the state at a place
/// tells every string that begins there. However the strings overlap, a byte of the text costs the same.
struct ByteStringFinder: Sendable {
    struct Find {
        let range: Range<Int>
        /// Which string, in the order they were given.
        let index: Int
    }

    private var children: [UInt64: Int32] = [:]
    /// The children of the root: most of a text is passed over by these alone.
    private var roots = [Int32](repeating: 0, count: 256)
    /// Of each state, where to go on when the text goes another way.
    private var fallbacks: [Int32] = [0]
    /// Of each state, the longest string that begins where it stands, -1 for none.
    private var longest: [Int32] = [-1]
    private let lengths: [Int]

    /// Where two strings are the same the first one is found; an empty one never is.
    init(_ strings: [[UInt8]]) {
        lengths = strings.map(\.count)
        // The parent and the byte of each state; states are numbered as the strings come.
        var parents: [(state: Int32, byte: UInt8, depth: Int)] = [(0, 0, 0)]
        for (index, string) in strings.enumerated() where !string.isEmpty {
            var state: Int32 = 0
            for (depth, byte) in string.reversed().enumerated() {
                let next = child(of: state, byte) ?? Int32(clamping: parents.count)
                if next == parents.count {
                    children[Self.key(state, byte)] = next
                    if state == 0 { roots[Int(wide: byte)] = next }
                    parents.append((state, byte, depth + 1))
                    longest.append(-1)
                }
                state = next
            }
            if longest[Int(wide: state)] < 0 { longest[Int(wide: state)] = Int32(clamping: index) }
        }
        fallbacks = [Int32](repeating: 0, count: parents.count)
        // The shallow states first: a fallback is always shallower.
        for state in parents.indices.dropFirst().sorted(by: { parents[$0].depth < parents[$1].depth }) {
            let (parent, byte, depth) = parents[state]
            if depth > 1 { fallbacks[state] = next(after: fallbacks[Int(wide: parent)], byte) }
            if longest[state] < 0 { longest[state] = longest[Int(wide: fallbacks[state])] }
        }
    }

    var isEmpty: Bool { fallbacks.count == 1 }

    /// At every place of the text the longest string that begins there, from the last place to the first.
    func finds(in text: UnsafeBufferPointer<UInt8>) -> [Find] {
        var finds: [Find] = [], state: Int32 = 0
        for place in text.indices.reversed() {
            state = state == 0 ? roots[Int(wide: text[place])] : next(after: state, text[place])
            if state != 0, case let index = Int(wide: longest[Int(wide: state)]), index >= 0 { finds.append(Find(range: place..<place + lengths[index], index: index)) }
        }
        return finds
    }

    private func next(after state: Int32, _ byte: UInt8) -> Int32 {
        var state = state
        while state != 0 {
            if let child = children[Self.key(state, byte)] { return child }
            state = fallbacks[Int(wide: state)]
        }
        return roots[Int(wide: byte)]
    }

    private func child(of state: Int32, _ byte: UInt8) -> Int32? { children[Self.key(state, byte)] }

    private static func key(_ state: Int32, _ byte: UInt8) -> UInt64 { UInt64(wide: UInt32(bitPattern: state)) << 8 | UInt64(wide: byte) }
}
