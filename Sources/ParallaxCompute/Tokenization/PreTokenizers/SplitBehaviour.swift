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
            throw settings.refused("a behavior of Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous", "\"\(name)\"")
        }
        self = behaviour
    }

    /// Appends `text` cut at the matches (ascending, apart from each other, none empty).
    func append(_ text: UnsafeBufferPointer<UInt8>, matches: [Range<Int>], to result: inout Pieces) {
        var stretches: [(range: Range<Int>, isMatch: Bool)] = []
        var end = 0
        for match in matches {
            if match.lowerBound > end { stretches.append((end..<match.lowerBound, false)) }
            stretches.append((match, true))
            end = match.upperBound
        }
        if end < text.count { stretches.append((end..<text.count, false)) }
        for (index, stretch) in stretches.enumerated() {
            if self == .removed, stretch.isMatch { continue }
            result.append(text[stretch.range])
            if index + 1 == stretches.count || cuts(stretch.isMatch, stretches[index + 1].isMatch) { result.endPiece() }
        }
    }

    /// Whether two neighbouring stretches stay apart.
    private func cuts(_ left: Bool, _ right: Bool) -> Bool {
        switch self {
        case .removed, .isolated: true
        case .mergedWithPrevious: left || !right
        case .mergedWithNext: !left || right
        case .contiguous: left != right
        }
    }
}
