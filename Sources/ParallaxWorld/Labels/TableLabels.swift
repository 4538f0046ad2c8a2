import Foundation

/// "index<TAB>label", "index,label" or "index;label" lines, perhaps with a header line, quotes and a score.
struct TableLabels: LabelFormat {
    private let separator: UInt8
    private var header: TableHeader?

    var name: String { separator == UInt8(ascii: "\t") ? "TSV" : "CSV" }
    var mayHaveHeader: Bool { true }

    /// A quote that is not closed within so many bytes is an ordinary character.
    private static let longestQuoted = 64 << 10
    private static let separators = "\t,;|".utf8
    /// Rows that are looked at for which column is which.
    private static let telling = 50

    /// Chooses the separator, and the columns where the first row is a header.
    /// - Parameters:
    ///   - bytes: the file, or its beginning.
    ///   - position: where its first row begins.
    /// - Throws: `Complaint`, the question where several columns could be meant.
    init(_ bytes: UnsafeRawBufferPointer, at position: Int, _ settings: LabelSettings, path: String) throws {
        separator = Self.separator(of: UnsafeRawBufferPointer(rebasing: bytes[position..<bytes.endOfLine(from: position)]))
        let first = fields(bytes, at: position, most: 64)
        let names = first.fields.map { text(bytes, $0).trimmingCharacters(in: CharacterSet(charactersIn: " \"#\r\n\t\u{feff}")) }
        // Numbers name no columns.
        guard !first.fields.contains(where: { index(bytes, $0) != nil }) || settings.feature != nil || settings.label != nil else { return }
        var rows: [[UInt32?]] = [], next = first.end + 1
        while next < bytes.count, rows.count < Self.telling {
            let row = fields(bytes, at: next, most: 64)
            if row.fields.count > 1 { rows.append(row.fields.map { index(bytes, $0) }) }
            next = row.end + 1
        }
        header = try TableHeader(names, settings, path: path) { column in rows.map { column < $0.count ? $0[column] : nil } }
    }

    /// The separator that makes of the first row names of columns, or an index and more.
    private static func separator(of row: UnsafeRawBufferPointer) -> UInt8 {
        func trimmed(_ part: some Sequence<UInt8>) -> String {
            String(decoding: Array(part), as: UTF8.self).trimmingCharacters(in: CharacterSet(charactersIn: " \"#\r\n\u{feff}"))
        }
        for separator in separators where row.contains(separator) {
            let parts = row.split(separator: separator, maxSplits: 64, omittingEmptySubsequences: false)
            if parts.count > 1,
                parts.contains(where: { FeatureKey.isFeature(trimmed($0.prefix(200))) && !$0.isEmpty })
                    || featureIndex(trimmed(parts[0].prefix(64))) != nil
            {
                return separator
            }
        }
        return separators.first(where: row.contains) ?? UInt8(ascii: ",")
    }

    /// An index as tables write it: 102, or 102.0 where a program made the column one of numbers.
    static func featureIndex(_ text: String) -> UInt32? {
        if let index = UInt32(foreign: text) { return index }
        guard let point = text.firstIndex(of: "."), point > text.startIndex,
            text[text.index(after: point)...].utf8.allSatisfy({ $0 == UInt8(ascii: "0") })
        else { return nil }
        return UInt32(foreign: text[..<point])
    }

    /// Where the field that begins at `position` ends: at a separator, a line feed or the end of the bytes.
    private func endOfField(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
        if position < bytes.count, bytes[position] == UInt8(ascii: "\""), let end = endOfQuoted(bytes, at: position) { return end }
        var end = position
        while end < bytes.count, bytes[end] != separator, bytes[end] != 0x0a { end += 1 }
        return end
    }

    /// Behind the closing quote of a field; nil where none closes it.
    private func endOfQuoted(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        let limit = min(bytes.count, position + Self.longestQuoted)
        var i = position + 1
        while i < limit {
            if bytes[i] != UInt8(ascii: "\"") {
                i += 1
            } else if i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "\"") {
                i += 2
            } else {
                i += 1
                if i < bytes.count, bytes[i] == 0x0d { i += 1 }
                return i >= bytes.count || bytes[i] == separator || bytes[i] == 0x0a ? i : nil
            }
        }
        return nil
    }

    /// Without a carriage return at its end, and without quotes around it.
    private func text(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> String {
        let quote = UInt8(ascii: "\"")
        var (start, end) = (field.lowerBound, field.upperBound)
        if end > start, bytes[end - 1] == 0x0d { end -= 1 }
        guard end - start >= 2, bytes[start] == quote, bytes[end - 1] == quote else {
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        (start, end) = (start + 1, end - 1)
        var inner: [UInt8] = []
        while start < end {
            inner.append(bytes[start])
            start += bytes[start] == quote && start + 1 < end && bytes[start + 1] == quote ? 2 : 1
        }
        return String(decoding: inner, as: UTF8.self)
    }

    /// Digits, perhaps between white space or quotes.
    private func index(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> UInt32? {
        guard field.count <= 64 else { return nil }
        var value = 0
        for byte in bytes[field] {
            // Nearly every index is digits and nothing else.
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), value <= UInt32.max else {
                return Self.featureIndex(text(bytes, field).trimmingCharacters(in: .whitespaces))
            }
            value = value * 10 + Int(wide: byte - UInt8(ascii: "0"))
        }
        return field.isEmpty ? nil : UInt32(exactly: value)
    }

    /// The fields of the row that begins at `start`, no more than a sane table has, and where the row ends.
    private func fields(_ bytes: UnsafeRawBufferPointer, at start: Int, most: Int = 256) -> (fields: [Range<Int>], end: Int) {
        var fields: [Range<Int>] = []
        var position = start
        while true {
            let end = endOfField(bytes, at: position)
            if fields.count < most { fields.append(min(position, end)..<end) }
            guard end < bytes.count, bytes[end] != 0x0a else { return (fields, end) }
            position = end + 1
        }
    }

    func row(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (LabelRow, end: Int) {
        let indexColumn = header?.index ?? 0, labelColumn = header?.label ?? 1
        var feature: UInt32?
        var column = 0, start = position, end = position
        while true {
            end = endOfField(bytes, at: start)
            if column == indexColumn { feature = index(bytes, start..<end) }
            guard end < bytes.count, bytes[end] != 0x0a else { break }
            column += 1
            start = end + 1
        }
        if column >= max(indexColumn, labelColumn), let feature { return (.feature(feature), end) }
        return (bytes[position..<end].contains { $0 > 0x20 } ? .bad : .blank, end)
    }

    func label(_ bytes: UnsafeRawBufferPointer, at position: Int) throws -> (label: FeatureLabel?, layer: String?) {
        let fields = fields(bytes, at: position).fields
        func number(_ column: Int?) -> Double? {
            column.flatMap { fields.indices.contains($0) ? Double(text(bytes, fields[$0]).trimmingCharacters(in: .whitespaces)) : nil }
        }
        let label: Range<Int>
        let score: Double?
        if let header {
            guard header.label < fields.count else { return (nil, nil) }
            label = fields[header.label]
            score = number(header.score)
        } else {
            // Without a header a label may hold separators: it reaches to the end, or to a number that stands last.
            guard fields.count >= 2 else { return (nil, nil) }
            score = fields.count > 2 ? number(fields.count - 1) : nil
            label = fields[1].lowerBound..<fields[score == nil ? fields.count - 1 : fields.count - 2].upperBound
        }
        if let wrong = UTF8Check.firstWrong(UnsafeRawBufferPointer(rebasing: bytes[label])) {
            throw LabelBytes.wrong(at: label.lowerBound + wrong)
        }
        let content = text(bytes, label)
        let layer = header?.layer.flatMap { fields.indices.contains($0) ? text(bytes, fields[$0]) : nil }
        // Where nothing was known a table's program writes nan.
        return (
            content.isEmpty || content.lowercased() == "nan"
                ? nil : FeatureLabel(text: content, score: score, scoreName: header?.scoreName), layer
        )
    }
}

/// A byte of a label that is no text.
enum LabelBytes: Error {
    /// In the bytes that were read.
    case wrong(at: Int)
}

/// Which column holds what, where the first line says so.
struct TableHeader {
    let index: Int
    let label: Int
    let score: Int?
    let scoreName: String?
    let layer: Int?

    /// Nil where these are not names of the columns that labels have.
    /// - Parameter values: the numbers of a column in the first rows.
    /// - Throws: `Complaint`, the question where several columns could be meant, or none can.
    init?(_ names: [String], _ settings: LabelSettings, path: String, values: (Int) -> [UInt32?]) throws {
        // One name alone is a word of prose.
        guard names.count > 1, let index = try FeatureKey.feature(names, settings, path: path, values: values) else { return nil }
        let isTable = values(index).contains { $0 != nil }
        guard isTable || settings.feature != nil else { return nil }
        var label = try FeatureKey.label(names, settings, path: path)
        if label == nil, names.count == 2 { label = 1 - index }
        guard let label, label != index else {
            throw Complaint(
                path, expected: "a column for the label beside \"\(names[index].shortened)\"", found: names.prefix(20).map { $0 }.listed(),
                remedy: "name it in the workspace, labels: {path: …, label: …}")
        }
        self.index = index
        self.label = label
        let plain = names.map(FeatureKey.plain)
        score = plain.firstIndex(of: "f1") ?? plain.firstIndex(of: "score")
        scoreName = score.map { plain[$0] == "f1" ? "F1" : "score" }
        layer = plain.firstIndex {
            ["layer", "layerindex", "layerid", "hook", "hookname", "hookpoint", "saeid", "source", "sourceid"].contains($0)
        }
    }
}
