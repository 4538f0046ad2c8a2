/// Cuts a template into tokens, with the white space rules of the settings that transformers uses: trim_blocks and lstrip_blocks on,
/// a newline at the very end dropped.
struct JinjaLexer {
    private let allowance: JinjaAllowance
    private let source: [Unicode.Scalar]
    private var position = 0
    private var line = 1 {
        didSet { allowance.line = line }
    }
    private var tokens: [JinjaToken] = []
    /// Whether the text that comes next begins a line, so that blanks before a block may go.
    private var startsLine = true
    private static let tokenPrice = 20 * JinjaPrice.step
    /// Bytes of a token and of its part of the syntax.
    private static let tokenSize = 400

    static func tokens(of template: String, _ allowance: JinjaAllowance) throws -> [JinjaToken] {
        var lexer = try JinjaLexer(template, allowance)
        try lexer.run()
        return lexer.tokens
    }

    private init(_ template: String, _ allowance: JinjaAllowance) throws {
        self.allowance = allowance
        try allowance.spend(JinjaPrice.classified, times: template.utf8.count)
        try allowance.hold(2 * MemoryLayout<Unicode.Scalar>.stride * template.utf8.count)
        var scalars: [Unicode.Scalar] = []
        for scalar in template.unicodeScalars {
            // Every kind of line end becomes \n.
            if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
            scalars.append(scalar)
        }
        for index in scalars.indices where scalars[index] == "\r" { scalars[index] = "\n" }
        if scalars.last == "\n" { scalars.removeLast() }
        source = scalars
    }

    private func refused(_ expected: String, _ found: String) -> Complaint {
        allowance.refused(expected, found)
    }

    private func has(_ text: StaticString, at offset: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset >= 0, offset + count <= source.count else { return false }
        for index in 0..<count where source[offset + index].value != UInt32(clamping: text.utf8Start[index]) { return false }
        return true
    }

    private mutating func run() throws {
        while position < source.count {
            guard let tag = nextTag() else {
                try emitText(position..<source.count)
                break
            }
            let sign = tag + 2 < source.count ? source[tag + 2] : " "
            try emitText(position..<textEnd(before: tag, sign))
            advance(to: tag + 2 + (sign == "-" || sign == "+" ? 1 : 0))
            if has("{#", at: tag) {
                try skipComment()
            } else if has("{%", at: tag) {
                if try !readRaw() { try readTag(.blockBegin, .blockEnd) }
            } else {
                try readTag(.outputBegin, .outputEnd)
            }
        }
        try emit(.end)
    }

    private func nextTag() -> Int? {
        var offset = position
        while offset + 1 < source.count {
            if source[offset] == "{", source[offset + 1] == "{" || source[offset + 1] == "%" || source[offset + 1] == "#" { return offset }
            offset += 1
        }
        return nil
    }

    /// Where the text before a tag ends once its white space rule is applied.
    private func textEnd(before tag: Int, _ sign: Unicode.Scalar) -> Int {
        var end = tag
        if sign == "-" {
            while end > position, source[end - 1].properties.isWhitespace { end -= 1 }
            return end
        }
        guard sign != "+", !has("{{", at: tag) else { return tag }
        while end > position, source[end - 1] != "\n", source[end - 1].properties.isWhitespace { end -= 1 }
        let reachesLineStart = end == position ? startsLine : source[end - 1] == "\n"
        return reachesLineStart ? end : tag
    }

    /// What the parser makes of a token is paid and counted here, too.
    private mutating func emit(_ kind: JinjaToken.Kind) throws {
        try allowance.spend(Self.tokenPrice)
        try allowance.hold(Self.tokenSize)
        tokens.append(JinjaToken(kind: kind, line: line))
    }

    private mutating func emitText(_ range: Range<Int>) throws {
        guard !range.isEmpty else { return }
        try emit(.text(String(String.UnicodeScalarView(source[range]))))
    }

    private mutating func advance(to end: Int) {
        while position < end, position < source.count {
            if source[position] == "\n" { line += 1 }
            position += 1
        }
    }

    /// Steps over the end of a tag, and what its sign or trim_blocks takes along.
    private mutating func endTag(length: Int, sign: Unicode.Scalar?, trimsNewline: Bool) {
        var end = position + length
        if sign == "-" {
            while end < source.count, source[end].properties.isWhitespace { end += 1 }
        } else if sign == nil, trimsNewline, end < source.count, source[end] == "\n" {
            end += 1
        }
        advance(to: end)
        startsLine = source[end - 1] == "\n"
    }

    private mutating func skipComment() throws {
        while position < source.count {
            if has("-#}", at: position) { return endTag(length: 3, sign: "-", trimsNewline: true) }
            if has("+#}", at: position) { return endTag(length: 3, sign: "+", trimsNewline: true) }
            if has("#}", at: position) { return endTag(length: 2, sign: nil, trimsNewline: true) }
            advance(to: position + 1)
        }
        throw refused("#} at the end of a comment", "the end of the template")
    }

    /// `{% raw %}…{% endraw %}`, where the tag at hand begins one.
    private mutating func readRaw() throws -> Bool {
        guard let begin = wordTag("raw", at: position) else { return false }
        advance(to: begin.end)
        endTag(length: 0, sign: begin.sign, trimsNewline: false)
        let (start, startLine) = (position, line)
        while position < source.count {
            if has("{%", at: position) {
                let sign = position + 2 < source.count ? source[position + 2] : " "
                if let end = wordTag("endraw", at: position + 2 + (sign == "-" || sign == "+" ? 1 : 0)) {
                    let tag = position
                    (position, line) = (start, startLine)
                    try emitText(start..<textEnd(before: tag, sign))
                    advance(to: end.end)
                    endTag(length: 0, sign: end.sign, trimsNewline: true)
                    return true
                }
            }
            advance(to: position + 1)
        }
        throw refused("{% endraw %} after {% raw %}", "the end of the template")
    }

    /// A tag that holds one word only: where it ends, and the sign before its end.
    private func wordTag(_ word: StaticString, at start: Int) -> (end: Int, sign: Unicode.Scalar?)? {
        var offset = start
        while offset < source.count, source[offset].properties.isWhitespace { offset += 1 }
        guard has(word, at: offset) else { return nil }
        offset += word.utf8CodeUnitCount
        while offset < source.count, source[offset].properties.isWhitespace { offset += 1 }
        if has("-%}", at: offset) { return (offset + 3, "-") }
        if has("+%}", at: offset) { return (offset + 3, "+") }
        return has("%}", at: offset) ? (offset + 2, nil) : nil
    }

    private mutating func readTag(_ begin: JinjaToken.Kind, _ end: JinjaToken.Kind) throws {
        try emit(begin)
        let isBlock = begin == .blockBegin
        var open: [Unicode.Scalar] = []
        while position < source.count {
            if source[position].properties.isWhitespace {
                advance(to: position + 1)
                continue
            }
            if open.isEmpty, let (length, sign) = tagEnd(isBlock) {
                try emit(end)
                return endTag(length: length, sign: sign, trimsNewline: isBlock)
            }
            var reader = JinjaTokenReader(source: source, position: position, allowance: allowance)
            let token = try reader.next()
            if case .symbol(let symbol) = token { try balance(symbol, &open) }
            try emit(token)
            advance(to: reader.position)
        }
        throw refused(isBlock ? "%} at the end of a block" : "}} at the end of an output", "the end of the template")
    }

    private func tagEnd(_ isBlock: Bool) -> (length: Int, sign: Unicode.Scalar?)? {
        if isBlock {
            if has("-%}", at: position) { return (3, "-") }
            if has("+%}", at: position) { return (3, "+") }
            return has("%}", at: position) ? (2, nil) : nil
        }
        if has("-}}", at: position) { return (3, "-") }
        return has("}}", at: position) ? (2, nil) : nil
    }

    private func balance(_ symbol: String, _ open: inout [Unicode.Scalar]) throws {
        switch symbol {
        case "(": open.append(")")
        case "[": open.append("]")
        case "{": open.append("}")
        case ")", "]", "}":
            guard let expected = open.popLast() else { throw refused("an opening bracket before", "\"\(symbol)\"") }
            guard String(expected) == symbol else { throw refused("\"\(expected)\"", "\"\(symbol)\"") }
        default: break
        }
    }
}
