import Foundation

/// "index<TAB>label" or "index,label" lines, perhaps with a header line, quotes and a score.
struct TableLabels: LabelFormat {
    private let separator: UInt8
    private let header: TableHeader?

    var name: String { separator == UInt8(ascii: "\t") ? "TSV" : "CSV" }
    var mayHaveHeader: Bool { true }

    /// A quote that is not closed within so many bytes is an ordinary character.
    private static let longestQuoted = 64 << 10

    /// Chooses the separator, and the columns where `firstRow` is a header.
    init(firstRow: UnsafeRawBufferPointer) {
        separator = firstRow.contains(UInt8(ascii: "\t")) ? UInt8(ascii: "\t") : UInt8(ascii: ",")
        let separator = separator
        let names = firstRow.split(separator: separator, maxSplits: 64, omittingEmptySubsequences: false).prefix(64)
        header = TableHeader(names.map { String(decoding: $0, as: UTF8.self) })
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
        guard end - start >= 2, bytes[start] == quote, bytes[end - 1] == quote else { return String(decoding: bytes[start..<end], as: UTF8.self) }
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
                return UInt32(foreign: text(bytes, field).trimmingCharacters(in: .whitespaces))
            }
            value = value * 10 + Int(wide: byte - UInt8(ascii: "0"))
        }
        return field.isEmpty ? nil : UInt32(exactly: value)
    }

    /// The fields of the row that begins at `start`, no more than a sane table has, and where the row ends.
    private func fields(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (fields: [Range<Int>], end: Int) {
        var fields: [Range<Int>] = []
        var position = start
        while true {
            let end = endOfField(bytes, at: position)
            if fields.count < 256 { fields.append(min(position, end)..<end) }
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

    func label(_ bytes: UnsafeRawBufferPointer, at position: Int) -> FeatureLabel? {
        let fields = fields(bytes, at: position).fields
        func number(_ column: Int?) -> Double? { column.flatMap { fields.indices.contains($0) ? Double(text(bytes, fields[$0]).trimmingCharacters(in: .whitespaces)) : nil } }
        let label: Range<Int>
        let score: Double?
        if let header {
            guard header.label < fields.count else { return nil }
            label = fields[header.label]
            score = number(header.score)
        } else {
            // Without a header a label may hold separators: it reaches to the end, or to a number that stands last.
            guard fields.count >= 2 else { return nil }
            score = fields.count > 2 ? number(fields.count - 1) : nil
            label = fields[1].lowerBound..<fields[score == nil ? fields.count - 1 : fields.count - 2].upperBound
        }
        let content = text(bytes, label)
        return content.isEmpty ? nil : FeatureLabel(text: content, score: score, scoreName: header?.scoreName)
    }
}

/// Which column holds what, where the first line says so.
struct TableHeader {
    let index: Int
    let label: Int
    let score: Int?
    let scoreName: String?

    /// Nil where these are not names of the columns that labels have.
    init?(_ names: [String]) {
        let names = names.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\r\n\t\u{feff}")).lowercased() }
        guard let index = names.firstIndex(where: ["index", "feature", "feature_id", "id", "latent"].contains),
            let label = names.firstIndex(where: ["label", "description", "explanation", "text"].contains)
        else { return nil }
        self.index = index
        self.label = label
        score = names.firstIndex(of: "f1") ?? names.firstIndex(of: "score")
        scoreName = score.map { names[$0] == "f1" ? "F1" : "score" }
    }
}
