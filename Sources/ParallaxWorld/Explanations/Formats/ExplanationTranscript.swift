/// `[ 12]  REPLY   token=' x'  ||v||=235.7  mse_nrm=1.962  cos=0.019  fve_nrm=-1.674`
struct TranscriptHead {
    let position: Int
    let token: String?
    let figures: [(name: String, value: StatedFigure)]

    /// nil for any other line.
    init?(_ line: UnsafeRawBufferPointer) {
        // A token's line is short; a token itself may be long white space.
        guard line.count <= 4096, let (position, start) = Self.beginning(line), ExplanationIndex.positions.contains(position) else {
            return nil
        }
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
        guard (1...10).contains(count), let position = Int(foreign: String(decoding: line[digits..<i], as: UTF8.self)), i < line.count,
            line[i] == UInt8(ascii: "]")
        else { return nil }
        i += 1
        guard skip(isSpace) > 0 else { return nil }
        let word = i
        // Only a word that white space ends: "token=" begins with letters, too.
        if skip(isLetter) == 0 || skip(isSpace) == 0 { i = word }
        return (position, i)
    }

    /// `MSE=0.143  cos=0.928`: what is no finite number is left out.
    static func figures(_ text: Substring) -> [(name: String, value: StatedFigure)] {
        text.split(maxSplits: FileExplanation.mostFigures, whereSeparator: \.isWhitespace).prefix(FileExplanation.mostFigures).compactMap {
            field in
            guard let equals = field.lastIndex(of: "="), let value = StatedFigure(text: field[field.index(after: equals)...]) else {
                return nil
            }
            return (String(field[..<equals]), value)
        }
    }
}

/// A transcript as it was published with the first NLAs: a header that names the layer and Var, then for every token a line of figures
/// over the indented explanation, then numbered sections of other things, of which those that sample a position again are read.
struct ExplanationTranscript: ExplanationFormat {
    var name: String { "transcript" }

    func index(_ bytes: UnsafeRawBufferPointer, into index: inout ExplanationIndex) {
        var reader = TranscriptReader(bytes, index)
        reader.read()
        index = reader.index
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? {
        let end = bytes.endOfLine(from: 0)
        guard end < bytes.count else { return nil }
        let first = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        // Paragraphs stay apart; indentation is the transcript's, not the text's.
        var lines = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).map { String($0).trimmingWhitespace() }
        var explanation = FileExplanation(text: "")
        if let head = TranscriptHead(first) {
            explanation.token = head.token
            for (name, figure) in head.figures { explanation.state(name, figure) }
        } else if let sample = Self.sampleName(first) {
            explanation.sampleName = sample
            // "→ MSE=0.143  cos=0.928" closes a sample.
            if let last = lines.lastIndex(where: { !$0.isEmpty }), lines[last].hasPrefix("→") {
                for (name, figure) in TranscriptHead.figures(lines[last].dropFirst()) { explanation.state(name, figure) }
                lines.removeSubrange(last...)
            }
        } else {
            return nil
        }
        explanation.write(lines.joined(separator: "\n"))
        return explanation.text.isEmpty ? nil : explanation
    }

    /// "t=1 sample 0:" and "greedy (t=0):", a little indented, over the text.
    static func sampleName(_ line: UnsafeRawBufferPointer) -> String? {
        guard line.count <= 200, line.prefix(while: { $0 == 0x20 || $0 == 0x09 }).count <= 3, line.contains(UInt8(ascii: ":")) else {
            return nil
        }
        let text = String(decoding: line, as: UTF8.self).trimmingWhitespace()
        guard text.hasSuffix(":"), text.prefixMatch(of: TranscriptPatterns.sampleName) != nil else { return nil }
        return String(text.dropLast()).trimmingWhitespace().shortened
    }
}

/// Goes through the lines of a transcript once.
struct TranscriptReader {
    /// Where in the transcript a line stands.
    private enum Section { case header, decodes, samples(position: Int?), other }

    private struct Block {
        var position: Int
        var start: Int
        var line: Int
        var isSample: Bool
    }

    var index: ExplanationIndex
    private let bytes: UnsafeRawBufferPointer
    private let format = ExplanationTranscript()
    private var section = Section.header
    private var block: Block?

    init(_ bytes: UnsafeRawBufferPointer, _ index: ExplanationIndex) {
        self.bytes = bytes
        self.index = index
    }

    /// Further on in a line nothing is looked for.
    private static let longestLine = 200

    mutating func read() {
        var isBehindRule = false
        for line in TextLines(bytes) {
            let whole = UnsafeRawBufferPointer(rebasing: bytes[line.extent]),
                bytes = UnsafeRawBufferPointer(rebasing: whole.prefix(Self.longestLine))
            let isIndented = bytes[0] == 0x20 || bytes[0] == 0x09
            if bytes[0] == UInt8(ascii: "["), isTokenLine(whole, line) { continue }
            switch section {
            case .header: state(bytes)
            case .decodes, .samples, .other:
                if !isIndented || isBehindRule, Self.isHeading(bytes) {
                    close(line.extent.lowerBound)
                    begin(String(decoding: bytes, as: UTF8.self).trimmingWhitespace())
                } else if case .samples(let position?) = section, let name = ExplanationTranscript.sampleName(whole) {
                    close(line.extent.lowerBound)
                    // The greedy decode is the explanation itself, printed again.
                    if !name.lowercased().hasPrefix("greedy") {
                        block = Block(position: position, start: line.extent.lowerBound, line: line.number, isSample: true)
                    }
                } else if !isIndented {
                    close(line.extent.lowerBound)
                }
            }
            isBehindRule = !isIndented && Self.isRule(bytes)
        }
        close(bytes.count)
    }

    /// Opens a block at a token's line; says so where it only looks like one. False where the line has nothing to do with tokens.
    private mutating func isTokenLine(_ bytes: UnsafeRawBufferPointer, _ line: TextLines.Line) -> Bool {
        if case .other = section { return false }
        close(line.extent.lowerBound)
        guard let head = TranscriptHead(bytes) else {
            if case .header = section { return false }
            index.refuse(
                line.number, expected: "a token's line like [ 12]  REPLY  token=' x'  cos=0.9",
                found: "\"\(String(decoding: bytes.prefix(Self.longestLine), as: UTF8.self).trimmingWhitespace().shortened)\"")
            return true
        }
        var isSample = false
        if case .samples = section { isSample = true } else { section = .decodes }
        block = Block(position: head.position, start: line.extent.lowerBound, line: line.number, isSample: isSample)
        return true
    }

    /// "4. SAMPLING VARIANCE — pos 99 (token='!', ||v||=110.1)"
    private mutating func begin(_ heading: String) {
        guard heading.contains(TranscriptPatterns.sampling) else {
            section = .other
            return
        }
        let position = heading.firstMatch(of: TranscriptPatterns.position).flatMap { Int(foreign: $0.1) }
        section = .samples(position: position.flatMap { ExplanationIndex.positions.contains($0) ? $0 : nil })
    }

    private mutating func close(_ end: Int) {
        guard let open = block else { return }
        block = nil
        let extent = open.start..<end
        guard extent.count <= ExplanationIndex.longestText else {
            return index.refuse(open.line, expected: "a text of at most \(ExplanationIndex.longestText) bytes", found: "\(extent.count)")
        }
        guard let explanation = format.explanation(UnsafeRawBufferPointer(rebasing: bytes[extent])) else {
            return index.refuse(open.line, expected: "indented text below the token's line", found: "none")
        }
        let key = ExplanationIndex.Key(document: .any, position: open.position)
        if open.isSample {
            index.addSample(key, at: extent)
        } else {
            index.add(key, site: nil, stated: explanation.stated, at: extent, line: open.line, again: .mistake)
        }
    }

    /// A line of the header: the NLA's layer K ("Extraction: layer 20 residual stream"), the model, Var ("fve_nrm: 1 - mse_nrm / 0.7335").
    private mutating func state(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.mentions("extraction") || bytes.mentions("fve_nrm") else { return }
        let line = String(decoding: bytes, as: UTF8.self).trimmingWhitespace()
        if index.site == nil, let match = line.firstMatch(of: TranscriptPatterns.layer), let layer = Int(foreign: match.1) {
            index.state(.residual(layer + 1))
        }
        if index.header.model == nil, let match = line.firstMatch(of: TranscriptPatterns.model) {
            index.header.model = String(match.1).shortened
        }
        if index.header.variance == nil, let match = line.firstMatch(of: TranscriptPatterns.variance),
            let figure = StatedFigure(text: match.1)
        {
            index.header.variance = StatedVariance(figure.value, halfStep: figure.halfStep, source: .header)
        }
    }

    /// "4. SAMPLES …"
    private static func isHeading(_ line: UnsafeRawBufferPointer) -> Bool {
        var i = 0
        while i < line.count, line[i] <= 0x20 { i += 1 }
        let digits = line[i...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count, stop = i + digits
        guard (1...2).contains(digits), stop + 1 < line.count, line[stop] == UInt8(ascii: "."), line[stop + 1] <= 0x20 else { return false }
        return line[(stop + 1)...].contains { $0 > 0x20 }
    }

    private static func isRule(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first, "-=*#~".utf8.contains(first) || first >= 0x80 else { return false }
        let line = String(decoding: bytes, as: UTF8.self).trimmingWhitespace()
        guard let first = line.first, line.count >= 8, "-=─═━*#~".contains(first) else { return false }
        return line.allSatisfy { $0 == first }
    }
}

/// Made once: to compile one costs more than to match a whole line.
enum TranscriptPatterns {
    nonisolated(unsafe) static let sampleName = /(?i)(?:t(?:emp)?\s*=|sample\b|greedy\b)/
    nonisolated(unsafe) static let sampling = /(?i)\bsampl/
    nonisolated(unsafe) static let position = /(?i)\bpos(?:ition)?\.?\s*(\d{1,10})\b/
    nonisolated(unsafe) static let layer = /(?i)\bextraction:\s*layer\s+(\d{1,5})\b/
    nonisolated(unsafe) static let model = /(?i)\bextraction model:\s*(\S+)/
    nonisolated(unsafe) static let variance = /\bfve_nrm:\s*1\s*[-−]\s*mse_nrm\s*\/\s*(\d*\.?\d+)/
    /// "kitft-l41" names layer 41.
    nonisolated(unsafe) static let source = /(?i)\bl(\d{1,5})$/
}
