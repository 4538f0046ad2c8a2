import Foundation

/// One JSON object a line.
struct JSONLabels: LabelFormat {
    var name: String { "JSONL" }
    var mayHaveHeader: Bool { false }

    /// The key of the feature, as the first rows have it.
    private let feature: String?
    /// The key of the label, where somebody named it.
    private let label: String?
    /// Rows that are looked at for which key is which.
    private static let telling = 50

    /// - Parameters:
    ///   - bytes: the file, or its beginning.
    ///   - position: where its first row begins.
    /// - Throws: `Complaint`, the question where several keys could be meant.
    init(_ bytes: UnsafeRawBufferPointer, at position: Int, _ settings: LabelSettings, path: String) throws {
        var names: [String] = [], rows: [[String: UInt32]] = [], next = position
        while next < bytes.count, rows.count < Self.telling {
            let end = bytes.endOfLine(from: next)
            var cursor = JSONCursor(UnsafeRawBufferPointer(rebasing: bytes[next..<end])), row: [String: UInt32] = [:]
            try? cursor.eachMember { cursor, key in
                if names.count < 1000, !names.contains(key) { names.append(key) }
                guard FeatureKey.isFeature(key) || key == settings.feature else { return try cursor.skip() }
                row[key] = try Self.index(&cursor)
            }
            if !row.isEmpty { rows.append(row) }
            next = end + 1
        }
        // Rows may have different keys: what no row has beside another is no question.
        let chosen = try FeatureKey.feature(names, settings, path: path) { place in rows.map { $0[names[place]] } }
        feature = chosen.map { names[$0] }
        if settings.label != nil { label = try FeatureKey.label(names, settings, path: path).map { names[$0] } } else { label = nil }
    }

    private func line(_ bytes: UnsafeRawBufferPointer, at position: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[position..<bytes.endOfLine(from: position)])
    }

    /// An index may be written as a string, or as 102.0.
    static func index(_ cursor: inout JSONCursor) throws -> UInt32? {
        switch try cursor.kind() {
        case .string: try cursor.string(atMost: 64).flatMap(TableLabels.featureIndex)
        case .number: try number(&cursor)
        default:
            try {
                try cursor.skip(); return nil
            }()
        }
    }

    private static func number(_ cursor: inout JSONCursor) throws -> UInt32? {
        var whole = cursor
        guard let number = try? whole.integer() else { return UInt32(exactly: try cursor.double()) }
        cursor = whole
        return UInt32(exactly: number)
    }

    func row(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (LabelRow, end: Int) {
        let line = line(bytes, at: position)
        let end = position + line.count
        guard line.contains(where: { $0 > 0x20 }) else { return (.blank, end) }
        func first(_ isWanted: (String) -> Bool) -> UInt32? {
            var cursor = JSONCursor(line)
            var found: UInt32?
            try? cursor.eachMember { cursor, key in
                guard isWanted(key) else { return try cursor.skip() }
                found = try Self.index(&cursor)
                // The rest of the row is read when its label is asked for.
                if found != nil { cursor.stop() }
            }
            return found
        }
        let feature = self.feature.flatMap { wanted in first { $0 == wanted } } ?? first(FeatureKey.isFeature)
        return (feature.map { .feature($0) } ?? .bad, end)
    }

    func label(_ bytes: UnsafeRawBufferPointer, at position: Int) throws -> (label: FeatureLabel?, layer: String?) {
        var cursor = JSONCursor(line(bytes, at: position))
        var text: String?
        var raised: [String] = []
        var score: Double?
        var scoreName: String?
        var layer: String?
        let whole: Void? = try? cursor.eachMember { cursor, key in
            switch (key, try cursor.kind()) {
            case (label, .string):
                text = try cursor.string(atMost: LabelList.longestText)
            case ("label", .string) where label == nil, ("description", .string) where label == nil,
                ("explanation", .string) where label == nil:
                let value = try cursor.string(atMost: LabelList.longestText)
                text = text ?? value
            case ("layer", .string): layer = try cursor.string(atMost: 200)
            case ("layer", .number): layer = String(Substring(try cursor.numberText().text))
            // Neuronpedia's features have no words, but the tokens that they raise.
            case ("pos_str", .array):
                try cursor.eachElement { cursor in
                    guard raised.count < FeatureLabel.mostTokens, try cursor.kind() == .string else { return try cursor.skip() }
                    raised.append(try cursor.string(atMost: FeatureLabel.longestToken) ?? "…")
                }
            case ("f1", .number): (score, scoreName) = (try cursor.double(), "F1")
            case ("score", .number) where scoreName == nil: (score, scoreName) = (try cursor.double(), "score")
            default: try cursor.skip()
            }
        }
        guard whole != nil else {
            let line = line(bytes, at: position)
            if let wrong = UTF8Check.firstWrong(line) { throw LabelBytes.wrong(at: position + wrong) }
            return (nil, nil)
        }
        if score?.isFinite == false { (score, scoreName) = (nil, nil) }
        guard let text else { return (FeatureLabel(raising: raised), layer) }
        return (FeatureLabel(text: text, score: score, scoreName: scoreName), layer)
    }
}

/// delphi's explanations: `explanations/layers.5_latent17.txt`, each a JSON string; the score's folders lie beside.
enum DelphiLabels {
    /// The feature that a file is about; nil for another file.
    static func feature(_ file: URL) -> UInt32? {
        guard file.pathExtension == "txt", let mark = file.lastPathComponent.range(of: "_latent", options: .backwards) else { return nil }
        return UInt32(foreign: file.lastPathComponent[mark.upperBound...].dropLast(4))
    }

    /// - Returns: nil where the file holds no JSON string.
    static func label(_ file: URL) -> FeatureLabel? {
        let text = try? MappedFile.reading(file.path) { bytes in
            var cursor = JSONCursor(bytes)
            let text = try cursor.string(atMost: LabelList.longestText)
            try cursor.finish()
            return text
        }
        return (text ?? nil).map { FeatureLabel(text: $0) }
    }
}
