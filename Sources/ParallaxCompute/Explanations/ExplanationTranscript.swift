/// A transcript as it was published with the first NLAs: a header that names the layer, then for every token a line of
/// figures over the indented explanation, then numbered sections of other things.
struct ExplanationTranscript: ExplanationFormat {
    var name: String { "transcript" }

    func index(_ file: MappedFile, into index: inout ExplanationIndex) {
        var block: (position: Int, start: Int, line: Int)?
        var hasBlocks = false, isBehindRule = false
        func close(_ end: Int) {
            guard let open = block else { return }
            block = nil
            let extent = open.start..<end
            guard extent.count <= ExplanationIndex.longestText else {
                return index.refuse(open.line, expected: "a text of at most \(ExplanationIndex.longestText) bytes", found: "\(extent.count)")
            }
            guard explanation(UnsafeRawBufferPointer(rebasing: file.bytes[extent])) != nil else {
                return index.refuse(open.line, expected: "indented text below the token's line", found: "none")
            }
            index.add(.init(document: .any, position: open.position), site: nil, at: extent, line: open.line)
        }
        let lines = LineIndex(file)
        for line in lines.lines {
            let bytes = lines.bytes(line)
            let isIndented = bytes[0] == 0x20 || bytes[0] == 0x09
            let text = { String(decoding: bytes.prefix(200), as: UTF8.self).trimmingWhitespace() }
            if bytes[0] == UInt8(ascii: "[") {
                close(line.extent.lowerBound)
                if let head = TranscriptHead(bytes) {
                    block = (head.position, line.extent.lowerBound, line.number)
                    hasBlocks = true
                } else if hasBlocks {
                    index.refuse(line.number, expected: "a token's line like [ 12]  REPLY  token=' x'  cos=0.9", found: "\"\(text().shortened)\"")
                }
            } else if !hasBlocks {
                if index.site == nil, let layer = Self.layer(text()) { index.state(.residual(layer + 1)) }
            } else if Self.isHeading(text()), !isIndented || isBehindRule {
                close(line.extent.lowerBound)
                break
            } else if !isIndented {
                close(line.extent.lowerBound)
            }
            isBehindRule = Self.isRule(text())
        }
        close(file.bytes.count)
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? {
        let end = bytes.endOfLine(from: 0)
        guard let head = TranscriptHead(UnsafeRawBufferPointer(rebasing: bytes[..<end])), end < bytes.count else { return nil }
        // Paragraphs stay apart; indentation is the transcript's, not the text's. A rule may close a block.
        let lines = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let text = lines.map { String($0).trimmingWhitespace() }.filter { !Self.isRule($0) }.joined(separator: "\n").trimmingWhitespace()
        guard !text.isEmpty else { return nil }
        var explanation = FileExplanation(text: text, token: head.token)
        for (name, value) in head.figures { explanation.state(name, value) }
        return explanation
    }

    /// "Extraction: layer 20 residual stream": the NLA's layer K.
    private static func layer(_ line: String) -> Int? {
        guard let match = line.firstMatch(of: /(?i)\bextraction:\s*layer\s+(\d{1,5})\b/) else { return nil }
        return Int(match.1)
    }

    /// "4. SAMPLES …"
    private static func isHeading(_ line: String) -> Bool { line.prefixMatch(of: /\d{1,2}\.\s+\S/) != nil }

    private static func isRule(_ line: String) -> Bool {
        guard let first = line.first, line.count >= 8, "-=─═━*#~".contains(first) else { return false }
        return line.allSatisfy { $0 == first }
    }
}

/// `[ 12]  REPLY   token=' x'  ||v||=235.7  mse_nrm=1.962  cos=0.019  fve_nrm=-1.674`
struct TranscriptHead {
    let position: Int
    let token: String?
    let figures: [(name: String, value: Double)]

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
            guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
            guard let literal = Self.literal(&rest, quote: quote) else { return nil }
            token = literal
        }
        var figures: [(name: String, value: Double)] = []
        for field in rest.split(whereSeparator: \.isWhitespace).prefix(FileExplanation.mostFigures) {
            guard let equals = field.lastIndex(of: "="), let value = Double(field[field.index(after: equals)...]) else { continue }
            figures.append((String(field[..<equals]), value))
        }
        guard token != nil || !figures.isEmpty else { return nil }
        self.position = position
        self.token = token
        self.figures = figures
    }

    /// A string as Python prints it, taken off the front of `text`.
    private static func literal(_ text: inout Substring, quote: Character) -> String? {
        var value = ""
        var isEscaped = false
        for index in text.indices.dropFirst() {
            let character = text[index]
            if isEscaped {
                switch character {
                case "n": value.append("\n")
                case "t": value.append("\t")
                case "r": value.append("\r")
                case "\\", "'", "\"": value.append(character)
                default: value += "\\\(character)"
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == quote {
                text = text[text.index(after: index)...]
                return value
            } else {
                value.append(character)
            }
        }
        return nil
    }
}
