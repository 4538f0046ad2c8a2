import Foundation

/// One file of labels, a row a line: which feature's row begins where.
struct LabelFile {
    private struct Place {
        let feature: UInt32
        let offset: Int
    }

    private let storage: any ByteStorage
    private var bytes: UnsafeRawBufferPointer { storage.bytes }
    private let format: any LabelFormat
    /// In the file's order; a feature may have several.
    private let places: [Place]
    let badRows: Int
    /// About rows that are no labels.
    let complaint: Complaint?

    /// Rows that name a feature.
    var count: Int { places.count }
    var formatName: String { format.name }

    /// Those of the rows that hold one, by feature.
    var labels: [(feature: UInt32, label: FeatureLabel)] { places.compactMap { place in format.label(bytes, at: place.offset).map { (place.feature, $0) } } }

    /// - Parameters:
    ///   - storage: what the file holds, unpacked.
    ///   - path: for sentences.
    init(_ storage: any ByteStorage, path: String) {
        self.storage = storage
        let bytes = storage.bytes
        var position = LineIndex.byteOrderMark(bytes)
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
        let firstRow = UnsafeRawBufferPointer(rebasing: bytes[position..<bytes.endOfLine(from: position)])
        format = firstRow.first == UInt8(ascii: "{") ? JSONLabels() : TableLabels(firstRow: firstRow)

        var places: [Place] = []
        var bad = 0, firstBad = 0, row = 0
        while position < bytes.count {
            row += 1
            let (feature, end) = format.row(bytes, at: position)
            switch feature {
            case .feature(let feature): places.append(Place(feature: feature, offset: position))
            case .blank: break
            case .bad where row == 1 && format.mayHaveHeader: break
            case .bad:
                if bad == 0 { firstBad = row }
                bad += 1
            }
            position = end + 1
        }
        self.places = places
        badRows = bad
        complaint = bad == 0 ? nil : Complaint(
            path, expected: "rows with a feature's index and its label", found: "\(bad) rows without an index (the first is row \(firstBad))",
            remedy: "mend them, the other rows are used")
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
