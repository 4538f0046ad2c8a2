/// One JSON object a line.
struct JSONLabels: LabelFormat {
    var name: String { "JSONL" }
    var mayHaveHeader: Bool { false }

    private func line(_ bytes: UnsafeRawBufferPointer, at position: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[position..<bytes.endOfLine(from: position)])
    }

    /// An index may be written as a string.
    private func index(_ cursor: inout JSONCursor) throws -> UInt32? {
        try cursor.kind() == .string ? UInt32(foreign: try cursor.string()) : UInt32(exactly: try cursor.integer())
    }

    func row(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (LabelRow, end: Int) {
        let line = line(bytes, at: position)
        let end = position + line.count
        guard line.contains(where: { $0 > 0x20 }) else { return (.blank, end) }
        var cursor = JSONCursor(line)
        var feature: UInt32?
        try? cursor.eachMember { cursor, key in
            guard key == "index" || key == "feature" else { return try cursor.skip() }
            feature = try index(&cursor)
            // The rest of the row is read when its label is asked for.
            cursor.stop()
        }
        return (feature.map { .feature($0) } ?? .bad, end)
    }

    func label(_ bytes: UnsafeRawBufferPointer, at position: Int) -> FeatureLabel? {
        var cursor = JSONCursor(line(bytes, at: position))
        var text: String?
        var raised: [String] = []
        var score: Double?
        var scoreName: String?
        let whole: Void? = try? cursor.eachMember { cursor, key in
            switch (key, try cursor.kind()) {
            case ("label", .string), ("description", .string), ("explanation", .string):
                let value = try cursor.string(atMost: LabelList.longestText)
                text = text ?? value
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
        guard whole != nil else { return nil }
        guard let text else { return FeatureLabel(raising: raised) }
        return FeatureLabel(text: text, score: score, scoreName: scoreName)
    }
}
