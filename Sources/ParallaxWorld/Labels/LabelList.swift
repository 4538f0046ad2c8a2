import Foundation

/// Labels in the order in which files give them, their texts end to end: a million of them are one piece of memory, not a million.
///
/// Of several labels of one feature the first counts, and one that somebody wrote before a list of tokens; what does not count is not kept.
struct LabelList: Sendable, RandomAccessCollection {
    private var features: [UInt32] = []
    private var extents: [(start: Int, count: Int32, isF1: Bool)] = []
    private var scores: [Double] = []
    private var texts: [UInt8] = []
    /// Where each feature stands.
    private var places: [UInt32: Int32] = [:]

    /// A longer text is no label.
    static let longestText = 64 << 10
    /// Bytes of all texts: a hundred for each of a million features.
    static let mostText = 100_000_000
    static let mostLabels = 1 << 21

    /// Whether there were more labels than are kept.
    private(set) var isFull = false

    var startIndex: Int { 0 }
    var endIndex: Int { features.count }

    subscript(index: Int) -> (feature: UInt32, label: FeatureLabel) {
        let score = scores[index]
        return (features[index], FeatureLabel(text: String(decoding: text(index), as: UTF8.self), score: score.isNaN ? nil : score, scoreName: extents[index].isF1 ? "F1" : "score"))
    }

    func feature(_ index: Int) -> UInt32 { features[index] }
    func text(_ index: Int) -> ArraySlice<UInt8> { texts[extents[index].start..<extents[index].start + Int(wide: extents[index].count)] }
    func score(_ index: Int) -> Double { scores[index] }
    func isF1(_ index: Int) -> Bool { extents[index].isF1 }

    private func isWritten(_ index: Int) -> Bool { !text(index).starts(with: FeatureLabel.raisedMark.utf8) }

    mutating func add(_ feature: UInt32, _ label: FeatureLabel) {
        add(feature, label.text.utf8, score: label.score ?? .nan, isF1: label.scoreName == "F1", isWritten: label.isWritten)
    }

    /// Adds those of another list behind these.
    mutating func add(_ other: LabelList) {
        for index in other.indices { add(other.features[index], other.text(index), score: other.scores[index], isF1: other.extents[index].isF1, isWritten: other.isWritten(index)) }
        isFull = isFull || other.isFull
    }

    private mutating func add(_ feature: UInt32, _ text: some Collection<UInt8>, score: Double, isF1: Bool, isWritten: Bool) {
        let known = places[feature].map { Int(wide: $0) }
        if let known, self.isWritten(known) || !isWritten { return }
        guard texts.count + text.count <= Self.mostText, known != nil || count < Self.mostLabels, text.count <= Self.longestText else {
            isFull = true
            return
        }
        let extent = (texts.count, Int32(truncatingIfNeeded: text.count), isF1)
        texts.append(contentsOf: text)
        if let known {
            (extents[known], scores[known]) = (extent, score)
        } else {
            places[feature] = Int32(truncatingIfNeeded: count)
            features.append(feature)
            extents.append(extent)
            scores.append(score)
        }
    }

    init() {}

    init(_ labels: some Sequence<(feature: UInt32, label: FeatureLabel)>) {
        for (feature, label) in labels { add(feature, label) }
    }
}
