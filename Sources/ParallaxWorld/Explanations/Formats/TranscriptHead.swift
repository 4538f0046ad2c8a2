/// `[ 12]  REPLY   token=' x'  ||v||=235.7  mse_nrm=1.962  cos=0.019  fve_nrm=-1.674`
struct TranscriptHead {
    let position: Int
    let token: String?
    let figures: [(name: String, value: StatedFigure)]

    /// nil for any other line.
    init?(_ line: UnsafeRawBufferPointer) {
        // A token's line is short; a token itself may be long white space.
        guard line.count <= 4096, let (position, start) = Self.beginning(line), ExplanationIndex.positions.contains(position) else { return nil }
        var rest = String(decoding: line[start...], as: UTF8.self)[...]
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

    /// The position in brackets, and where what follows it begins, a word in letters ("REPLY") left out. Logs are full of lines that begin with
    /// brackets, so it is looked at byte by byte.
    private static func beginning(_ line: UnsafeRawBufferPointer) -> (position: Int, rest: Int)? {
        var i = 0
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
        func skip(_ isWanted: (UInt8) -> Bool) -> Int {
            let start = i
            while i < line.count, isWanted(line[i]) { i += 1 }
            return i - start
        }
        guard line.first == UInt8(ascii: "[") else { return nil }
        i = 1
        _ = skip(isSpace)
        let digits = i, count = skip { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...10).contains(count), let position = Int(foreign: String(decoding: line[digits..<i], as: UTF8.self)), i < line.count, line[i] == UInt8(ascii: "]") else { return nil }
        i += 1
        guard skip(isSpace) > 0 else { return nil }
        let word = i
        // Only a word that white space ends: "token=" begins with letters, too.
        if skip(isLetter) == 0 || skip(isSpace) == 0 { i = word }
        return (position, i)
    }

    /// `MSE=0.143  cos=0.928`: what is no finite number is left out.
    static func figures(_ text: Substring) -> [(name: String, value: StatedFigure)] {
        text.split(maxSplits: FileExplanation.mostFigures, whereSeparator: \.isWhitespace).prefix(FileExplanation.mostFigures).compactMap { field in
            guard let equals = field.lastIndex(of: "="), let value = StatedFigure(text: field[field.index(after: equals)...]) else { return nil }
            return (String(field[..<equals]), value)
        }
    }
}
