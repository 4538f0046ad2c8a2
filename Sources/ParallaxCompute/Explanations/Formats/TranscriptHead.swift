/// `[ 12]  REPLY   token=' x'  ||v||=235.7  mse_nrm=1.962  cos=0.019  fve_nrm=-1.674`
struct TranscriptHead {
    let position: Int
    let token: String?
    let figures: [(name: String, value: StatedFigure)]

    /// nil for any other line.
    init?(_ line: UnsafeRawBufferPointer) {
        // A token's line is short; a token itself may be long white space.
        guard line.count <= 4096 else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard let start = text.prefixMatch(of: /\[\s*(\d{1,10})\]\s+(?:[A-Za-z]+\s+)?/), let position = Int(start.1),
            ExplanationIndex.positions.contains(position)
        else { return nil }
        var rest = text[start.range.upperBound...]
        var token: String?
        if rest.hasPrefix("token=") {
            rest = rest.dropFirst("token=".count)
            guard let literal = PythonString.take(&rest) else { return nil }
            token = literal
        }
        figures = Self.figures(rest)
        guard token != nil || !figures.isEmpty else { return nil }
        self.position = position
        self.token = token
    }

    /// `MSE=0.143  cos=0.928`: what is no finite number is left out.
    static func figures(_ text: Substring) -> [(name: String, value: StatedFigure)] {
        text.split(whereSeparator: \.isWhitespace).prefix(FileExplanation.mostFigures).compactMap { field in
            guard let equals = field.lastIndex(of: "="), let value = StatedFigure(text: field[field.index(after: equals)...]) else { return nil }
            return (String(field[..<equals]), value)
        }
    }
}
