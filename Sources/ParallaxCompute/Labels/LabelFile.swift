import Foundation

/// One file of labels: which feature's row begins where.
struct LabelFile: Sendable {
    private struct Place: Sendable {
        let feature: UInt32
        let offset: Int
    }

    private let file: MappedFile
    private let format: any LabelFormat
    /// By feature, each once.
    private let places: [Place]
    let badRows: Int
    /// About rows that are no labels.
    let complaint: Complaint?

    var count: Int { places.count }
    var formatName: String { format.name }
    var firstLabel: FeatureLabel? { places.first.flatMap { format.label(file.bytes, at: $0.offset) } }
    /// Lowest and highest feature that has a row.
    var featureRange: ClosedRange<UInt32>? { places.first.flatMap { first in places.last.map { first.feature...$0.feature } } }

    /// - Throws: `Complaint` where the file cannot be read.
    init(_ url: URL) throws {
        file = try MappedFile(url.path)
        var position = LineIndex.byteOrderMark(file.bytes)
        while position < file.bytes.count, file.bytes[position] <= 0x20 { position += 1 }
        let firstRow = UnsafeRawBufferPointer(rebasing: file.bytes[position..<file.bytes.endOfLine(from: position)])
        format = firstRow.first == UInt8(ascii: "{") ? JSONLabels() : TableLabels(firstRow: firstRow)

        var places: [Place] = []
        var inOrder = true
        var bad = 0, firstBad = 0, row = 0
        while position < file.bytes.count {
            row += 1
            let (feature, end) = format.row(file.bytes, at: position)
            switch feature {
            case .feature(let feature):
                if let last = places.last, last.feature >= feature { inOrder = false }
                places.append(Place(feature: feature, offset: position))
            case .blank: break
            case .bad where row == 1 && format.mayHaveHeader: break
            case .bad:
                if bad == 0 { firstBad = row }
                bad += 1
            }
            position = end + 1
        }
        if !inOrder {
            places.sort { ($0.feature, $0.offset) < ($1.feature, $1.offset) }
            var last: UInt32?
            places.removeAll { place in
                defer { last = place.feature }
                return place.feature == last
            }
        }
        self.places = places
        badRows = bad
        complaint = bad == 0 ? nil : Complaint(
            url.path, expected: "rows with a feature's index and its label", found: "\(bad) rows without an index (the first is row \(firstBad))",
            remedy: "mend them, the other rows are used")
    }

    func label(of feature: Int) -> FeatureLabel? {
        var low = 0, high = places.count
        while low < high {
            let middle = (low + high) / 2
            if Int(places[middle].feature) < feature { low = middle + 1 } else { high = middle }
        }
        guard low < places.count, Int(places[low].feature) == feature else { return nil }
        return format.label(file.bytes, at: places[low].offset)
    }
}

/// How rows of labels are written.
protocol LabelFormat: Sendable {
    var name: String { get }
    /// Whether the first row may name columns.
    var mayHaveHeader: Bool { get }
    /// Whose row begins at `position`, and where the row ends (at its line feed, or at the end of the bytes).
    func row(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (LabelRow, end: Int)
    /// The label in the row that begins at `position`; nil where there is none.
    func label(_ bytes: UnsafeRawBufferPointer, at position: Int) -> FeatureLabel?
}

enum LabelRow: Equatable {
    case feature(UInt32)
    /// Nothing but white space.
    case blank
    case bad
}
