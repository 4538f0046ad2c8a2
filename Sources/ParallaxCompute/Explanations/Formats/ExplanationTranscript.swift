/// A transcript as it was published with the first NLAs: a header that names the layer and Var, then for every token a line of figures
/// over the indented explanation, then numbered sections of other things, of which those that sample a position again are read.
struct ExplanationTranscript: ExplanationFormat {
    var name: String { "transcript" }

    func index(_ file: MappedFile, into index: inout ExplanationIndex) {
        var reader = TranscriptReader(file, index)
        reader.read()
        index = reader.index
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? {
        let end = bytes.endOfLine(from: 0)
        guard end < bytes.count else { return nil }
        let first = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        // Paragraphs stay apart; indentation is the transcript's, not the text's.
        var lines = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0).trimmingWhitespace() }
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
        guard line.count <= 200, line.prefix(while: { $0 == 0x20 || $0 == 0x09 }).count <= 3 else { return nil }
        let text = String(decoding: line, as: UTF8.self).trimmingWhitespace()
        guard text.hasSuffix(":"), text.prefixMatch(of: /(?i)(?:t(?:emp)?\s*=|sample\b|greedy\b)/) != nil else { return nil }
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
    private let lines: LineIndex
    private let format = ExplanationTranscript()
    private var section = Section.header
    private var block: Block?

    init(_ file: MappedFile, _ index: ExplanationIndex) {
        lines = LineIndex(file)
        self.index = index
    }

    mutating func read() {
        var isBehindRule = false
        for line in lines.lines {
            let bytes = lines.bytes(line)
            let isIndented = bytes[0] == 0x20 || bytes[0] == 0x09
            let text = String(decoding: bytes.prefix(200), as: UTF8.self).trimmingWhitespace()
            if bytes[0] == UInt8(ascii: "["), isTokenLine(bytes, line, text) { continue }
            switch section {
            case .header: state(text)
            case .decodes, .samples, .other:
                if Self.isHeading(text), !isIndented || isBehindRule {
                    close(line.extent.lowerBound)
                    begin(text)
                } else if case .samples(let position?) = section, let name = ExplanationTranscript.sampleName(bytes) {
                    close(line.extent.lowerBound)
                    // The greedy decode is the explanation itself, printed again.
                    if !name.lowercased().hasPrefix("greedy") { block = Block(position: position, start: line.extent.lowerBound, line: line.number, isSample: true) }
                } else if !isIndented {
                    close(line.extent.lowerBound)
                }
            }
            isBehindRule = !isIndented && Self.isRule(text)
        }
        close(lines.file.bytes.count)
    }

    /// Opens a block at a token's line; says so where it only looks like one. False where the line has nothing to do with tokens.
    private mutating func isTokenLine(_ bytes: UnsafeRawBufferPointer, _ line: LineIndex.Line, _ text: String) -> Bool {
        if case .other = section { return false }
        close(line.extent.lowerBound)
        guard let head = TranscriptHead(bytes) else {
            if case .header = section { return false }
            index.refuse(line.number, expected: "a token's line like [ 12]  REPLY  token=' x'  cos=0.9", found: "\"\(text.shortened)\"")
            return true
        }
        var isSample = false
        if case .samples = section { isSample = true } else { section = .decodes }
        block = Block(position: head.position, start: line.extent.lowerBound, line: line.number, isSample: isSample)
        return true
    }

    /// "4. SAMPLING VARIANCE — pos 99 (token='!', ||v||=110.1)"
    private mutating func begin(_ heading: String) {
        guard heading.contains(/(?i)\bsampl/) else {
            section = .other
            return
        }
        let position = heading.firstMatch(of: /(?i)\bpos(?:ition)?\.?\s*(\d{1,10})\b/).flatMap { Int($0.1) }
        section = .samples(position: position.flatMap { ExplanationIndex.positions.contains($0) ? $0 : nil })
    }

    private mutating func close(_ end: Int) {
        guard let open = block else { return }
        block = nil
        let extent = open.start..<end
        guard extent.count <= ExplanationIndex.longestText else {
            return index.refuse(open.line, expected: "a text of at most \(ExplanationIndex.longestText) bytes", found: "\(extent.count)")
        }
        guard let explanation = format.explanation(UnsafeRawBufferPointer(rebasing: lines.file.bytes[extent])) else {
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
    private mutating func state(_ line: String) {
        if index.site == nil, let match = line.firstMatch(of: /(?i)\bextraction:\s*layer\s+(\d{1,5})\b/), let layer = Int(match.1) { index.state(.residual(layer + 1)) }
        if index.header.model == nil, let match = line.firstMatch(of: /(?i)\bextraction model:\s*(\S+)/) { index.header.model = String(match.1).shortened }
        if index.header.variance == nil, let match = line.firstMatch(of: /\bfve_nrm:\s*1\s*[-−]\s*mse_nrm\s*\/\s*(\d*\.?\d+)/), let figure = StatedFigure(text: match.1) {
            index.header.variance = StatedVariance(figure.value, halfStep: figure.halfStep, source: .header)
        }
    }

    /// "4. SAMPLES …"
    private static func isHeading(_ line: String) -> Bool { line.prefixMatch(of: /\d{1,2}\.\s+\S/) != nil }

    private static func isRule(_ line: String) -> Bool {
        guard let first = line.first, line.count >= 8, "-=─═━*#~".contains(first) else { return false }
        return line.allSatisfy { $0 == first }
    }
}
