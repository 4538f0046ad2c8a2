/// Between which two characters a merge can ever happen. A text without pre-tokenizer is one word of a million characters; cut where no
/// merge can reach across it falls into short words, which are merged once each.
struct Joints: Sendable {
    private var pairs: Set<UInt64> = []

    /// - Parameters: which symbols, before any merge, a piece can begin and end with.
    init(_ merges: MergeTable, firsts: (UInt32) -> [UInt32], lasts: (UInt32) -> [UInt32]) {
        merges.forEachPair { left, right in
            for last in lasts(left) {
                for first in firsts(right) { pairs.insert(UInt64(wide: last) << 32 | UInt64(wide: first)) }
            }
        }
    }

    func joins(_ left: UInt32, _ right: UInt32) -> Bool { pairs.contains(UInt64(wide: left) << 32 | UInt64(wide: right)) }
}

/// The joints with the answers that were given last at hand: a long word asks for the same ones over and over.
struct KnownJoints {
    private let joints: Joints
    private var pairs = [UInt64](repeating: .max, count: 256)
    private var answers = [Bool](repeating: false, count: 256)

    init(_ joints: Joints) { self.joints = joints }

    mutating func joins(_ left: UInt32, _ right: UInt32) -> Bool {
        let pair = UInt64(wide: left) << 32 | UInt64(wide: right), slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 56)
        if pairs[slot] != pair {
            pairs[slot] = pair
            answers[slot] = joints.joins(left, right)
        }
        return answers[slot]
    }
}
