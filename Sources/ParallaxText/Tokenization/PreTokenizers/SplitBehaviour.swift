/// What becomes of the stretches that a pattern matched: `behavior` of tokenizer.json.
enum SplitBehaviour: String {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"

    init(_ settings: ComponentSettings) throws {
        let name = try settings.text("behavior")
        guard let behaviour = SplitBehaviour(rawValue: name) else {
            throw settings.refused("a behavior of Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous", "\"\(name.shortened)\"")
        }
        self = behaviour
    }

    /// Whether two neighbouring stretches stay apart, each a match or what stands between two. Two matches may be neighbours, with nothing
    /// between them.
    @inline(__always)
    fileprivate func cuts(_ left: Bool, _ right: Bool) -> Bool {
        switch self {
        case .removed, .isolated: true
        case .mergedWithPrevious: left || !right
        case .mergedWithNext: !left || right
        case .contiguous: left != right
        }
    }
}

/// Cuts pieces into the stretches that it is given, by a behaviour.
struct PieceSplitter {
    private(set) var pieces: Pieces
    private let behaviour: SplitBehaviour
    /// Of the last stretch of this piece.
    private var wasMatch: Bool?

    init(_ behaviour: SplitBehaviour, from others: Pieces) {
        self.behaviour = behaviour
        pieces = Pieces(from: others)
    }

    /// The next stretch of the piece; it may be empty, as a match is that takes nothing.
    @inline(__always)
    mutating func append(_ stretch: Slice<UnsafeBufferPointer<UInt8>>, isMatch: Bool) {
        if let wasMatch, behaviour.cuts(wasMatch, isMatch) { pieces.endPiece() }
        wasMatch = isMatch
        if !isMatch || behaviour != .removed { pieces.append(stretch) }
    }

    /// The last stretch of a piece was the last.
    mutating func endPiece() {
        pieces.endPiece()
        wasMatch = nil
    }
}
