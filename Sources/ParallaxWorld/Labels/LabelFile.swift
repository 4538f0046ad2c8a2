import Foundation

/// The rows of one file of labels, a row a line, gone through once: whatever the file unpacks to, no more of it than a row is held.
struct LabelFile {
    private(set) var labels = LabelList()
    /// Rows that name a feature.
    private(set) var count = 0
    private(set) var badRows = 0
    private(set) var formatName = "JSONL"
    /// About rows that are no labels.
    private(set) var complaint: Complaint?

    static let expectedRows = "rows with a feature's index and its label"

    /// A longer row is none.
    private static let longestRow = 4 << 20

    private let path: String
    private let settings: LabelSettings
    /// The layer that rows name, where they do.
    private var layer: String?
    /// Lines before those that are read.
    private var lines = 0
    private var format: (any LabelFormat)?
    private var row = 0
    private var firstBad = 0

    /// - Parameters:
    ///   - path: for sentences.
    ///   - limit: how much of the text is read.
    /// - Throws: `Complaint` where several columns could be the feature's, rows are about several layers, or a label is no text.
    init(_ bytes: UnsafeRawBufferPointer, path: String, settings: LabelSettings = LabelSettings(), limit: Int = .max) throws {
        self.path = path
        self.settings = settings
        _ = try read(UnsafeRawBufferPointer(rebasing: bytes.prefix(limit)), isEnd: limit >= bytes.count)
        conclude()
    }

    /// - Throws: `Complaint` where the packed data is damaged, or unpacks to more than `limit` bytes and `mustEnd`.
    init(_ stream: GzipStream, path: String, settings: LabelSettings = LabelSettings(), limit: Int, mustEnd: Bool = true) throws {
        self.path = path
        self.settings = settings
        var stream = stream, rest: [UInt8] = [], size = 0, isSkipping = false
        while size < limit, let piece = try stream.next() {
            size += piece.count
            if mustEnd, size > limit { throw Self.tooLong(path, limit: limit) }
            var piece = piece
            // The rest of a row that is too long to be one.
            if isSkipping {
                let end = piece.endOfLine(from: 0)
                guard end < piece.count else { continue }
                piece = UnsafeRawBufferPointer(rebasing: piece[(end + 1)...])
                isSkipping = false
            }
            rest.append(contentsOf: piece)
            // Without a line end in it no row can end.
            guard rest.count > Self.longestRow || piece.endOfLine(from: 0) < piece.count else { continue }
            let used = try rest.withUnsafeBytes { try read($0, isEnd: false) }
            lines += rest.withUnsafeBytes { bytes in bytes[..<used].reduce(into: 0) { $0 += $1 == 0x0a ? 1 : 0 } }
            rest.removeFirst(used)
            if rest.count > Self.longestRow {
                bad()
                rest = []
                isSkipping = true
            }
        }
        if !rest.isEmpty { _ = try rest.withUnsafeBytes { try read($0, isEnd: size < limit) } }
        conclude()
    }

    static func tooLong(_ path: String, limit: Int) -> Complaint {
        Complaint(
            path, expected: "labels of at most \(limit) bytes", found: "more, once unpacked", remedy: "name the labels of one dictionary")
    }

    /// Reads the rows that end in these bytes, and at the end of the file the last one.
    /// - Returns: how many bytes they were.
    private mutating func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool) throws -> Int {
        var position = format == nil ? LineIndex.byteOrderMark(bytes) : 0
        if format == nil {
            while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
            let end = bytes.endOfLine(from: position)
            guard position < bytes.count, end < bytes.count || isEnd else { return 0 }
            format =
                bytes[position] == UInt8(ascii: "{")
                ? try JSONLabels(bytes, at: position, settings, path: path) : try TableLabels(bytes, at: position, settings, path: path)
        }
        guard let format else { return 0 }
        while position < bytes.count {
            let (kind, end) = format.row(bytes, at: position)
            // A row that ends with what is there may go on in what is not there yet.
            guard end < bytes.count || isEnd else { break }
            row += 1
            switch kind {
            case .feature(let feature):
                count += 1
                guard end - position <= Self.longestRow else { break }
                try add(feature, format, bytes, position..<end)
            case .blank: break
            case .bad: bad(isCounted: true)
            }
            position = end + 1
        }
        return min(position, bytes.count)
    }

    private mutating func add(_ feature: UInt32, _ format: any LabelFormat, _ bytes: UnsafeRawBufferPointer, _ extent: Range<Int>) throws {
        do {
            let found = try format.label(UnsafeRawBufferPointer(rebasing: bytes[..<extent.upperBound]), at: extent.lowerBound)
            guard let label = found.label else { return }
            if let other = found.layer, let first = layer, other != first {
                throw Complaint(
                    path, expected: "labels of one layer", found: "rows of \(first.shortened) and of \(other.shortened)",
                    remedy: "keep one file a dictionary")
            }
            layer = layer ?? found.layer
            labels.add(feature, label)
        } catch LabelBytes.wrong(let place) {
            let position = TextPlace(of: place, in: bytes)
            throw Complaint(
                path, expected: "text in UTF-8",
                found: "the byte \(UTF8Check.hexadecimal(bytes[place])) at line \(lines + position.line), column \(position.column)",
                remedy: "convert it to UTF-8, or name its encoding in the workspace, labels: {path: …, encoding: latin1}")
        }
    }

    private mutating func bad(isCounted: Bool = false) {
        if !isCounted { row += 1 }
        if row == 1, format?.mayHaveHeader ?? false { return }
        if badRows == 0 { firstBad = row }
        badRows += 1
    }

    private mutating func conclude() {
        formatName = format?.name ?? formatName
        if badRows > 0 {
            complaint = Complaint(
                path, expected: Self.expectedRows, found: "\(badRows) rows without an index (the first is row \(firstBad))",
                remedy: "mend them, the other rows are used")
        } else if labels.isFull {
            complaint = labels.tooMany(path)
        }
    }
}

extension LabelList {
    /// Said where there were more than are kept.
    func tooMany(_ path: String) -> Complaint {
        Complaint(
            path, expected: "at most \(Self.mostLabels) labels of \(Self.longestText) bytes each and \(Self.mostText) in all",
            found: "more", remedy: "shorten them, those before are used")
    }
}

/// How rows of labels are written.
protocol LabelFormat: Sendable {
    var name: String { get }
    /// Whether the first row may name columns.
    var mayHaveHeader: Bool { get }
    /// Whose row begins at `position`, and where the row ends (at its line feed, or at the end of the bytes).
    func row(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (LabelRow, end: Int)
    /// The label in the row that begins at `position`, nil where there is none, and the layer that the row names.
    /// - Throws: `LabelBytes` where it is no text.
    func label(_ bytes: UnsafeRawBufferPointer, at position: Int) throws -> (label: FeatureLabel?, layer: String?)
}

enum LabelRow: Equatable {
    case feature(UInt32)
    /// Nothing but white space.
    case blank
    case bad
}

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
        return (
            features[index],
            FeatureLabel(
                text: String(decoding: text(index), as: UTF8.self), score: score.isNaN ? nil : score,
                scoreName: extents[index].isF1 ? "F1" : "score")
        )
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
        for index in other.indices {
            add(
                other.features[index], other.text(index), score: other.scores[index], isF1: other.extents[index].isF1,
                isWritten: other.isWritten(index))
        }
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
