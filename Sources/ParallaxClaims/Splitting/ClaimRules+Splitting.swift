extension ClaimRules {
    /// The claims of an explanation, in the order of their beginnings; a quoted span follows the sentence in which it stands.
    ///
    /// A sentence that a form reads is one claim, what it quotes included. Sentences without a letter or a digit claim nothing unless a form
    /// reads them.
    /// - Parameter edits: What a person changed, applied in turn; those that fit no claim any more are left out.
    public func claims(of explanation: String, edits: [ClaimEdit] = []) -> [Claim] {
        let segments = ExplanationSegments(explanation)
        var last = segments.lastParagraph
        // A list's last item is no paragraph about the final token.
        if !last.isEmpty, ListMarker.length(segments.parts[last.lowerBound][...]) > 0 { last = 0..<0 }
        var claims: [Claim] = []
        var offset = 0
        for (index, part) in segments.parts.enumerated() {
            if let sentence = ClaimSentence(part, at: offset, isFirst: claims.isEmpty, isInLastParagraph: last.contains(index)) {
                claims += self.claims(in: sentence)
            }
            offset += part.utf8.count
        }
        return edits.isEmpty ? claims : EditedClaims(claims, of: explanation, rules: self).applying(edits)
    }

    func claims(in sentence: ClaimSentence) -> [Claim] {
        if let claim = formClaim(sentence) { return [claim] }
        guard sentence.saysSomething else { return [] }
        let spans = QuotedSpans(sentence.text).spans
        let facts = SentenceFacts(sentence, quoted: spans)
        let quotes =
            classes.first { $0.conditions.contains(.quoted) }.map { rule in spans.map { quoteClaim($0, in: sentence, rule) } } ?? []
        if facts.isNothingButQuotes, !quotes.isEmpty { return quotes }
        var (className, kind, place): (String, ClaimKind, Range<Int>?) = (Self.unparsed, .detail, nil)
        search: for rule in classes {
            for condition in rule.conditions where facts.fulfil(condition) {
                (className, kind, place) = (rule.name, rule.kind, facts.place(of: condition))
                break search
            }
        }
        return [claim(sentence, className, kind, value: place)] + quotes
    }

    private func formClaim(_ sentence: ClaimSentence) -> Claim? {
        let bytes = Array(sentence.text.utf8)
        for rule in classes {
            for form in rule.forms {
                guard let place = form.value(in: bytes), sentence.text.hasWholeCharacters(at: place) else { continue }
                if rule.accepts(sentence.text.bytes(place)) { return claim(sentence, rule.name, rule.kind, value: place) }
            }
        }
        return nil
    }

    private func claim(_ sentence: ClaimSentence, _ className: String, _ kind: ClaimKind, value: Range<Int>?) -> Claim {
        let start = sentence.range.lowerBound
        return Claim(
            range: sentence.range, text: sentence.text, className: className, kind: kind, value: value.map(sentence.text.bytes),
            valueRange: value.map { start + $0.lowerBound..<start + $0.upperBound })
    }

    private func quoteClaim(_ span: QuotedSpans.Span, in sentence: ClaimSentence, _ rule: ClaimClass) -> Claim {
        let start = sentence.range.lowerBound
        return Claim(
            range: start + span.range.lowerBound..<start + span.range.upperBound, text: sentence.text.bytes(span.range),
            className: rule.name, kind: rule.kind,
            value: sentence.text.bytes(span.inner), valueRange: start + span.inner.lowerBound..<start + span.inner.upperBound)
    }
}

/// One sentence of an explanation, without white space and list marker around it, on its way to become claims.
struct ClaimSentence {
    let text: String
    /// In UTF-8 bytes of the explanation.
    let range: Range<Int>
    let isFirst: Bool
    let isInLastParagraph: Bool

    /// - Parameter offset: Where `part` begins in the explanation.
    /// - Returns: Nil where nothing is left.
    init?(_ part: String, at offset: Int, isFirst: Bool = false, isInLastParagraph: Bool = false) {
        let start = part.drop { $0.isWhitespace }
        let item = start.dropFirst(ListMarker.length(start))
        guard let last = item.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        text = String(item[...last])
        let lower = offset + part.utf8.distance(from: part.startIndex, to: item.startIndex)
        range = lower..<lower + text.utf8.count
        self.isFirst = isFirst
        self.isInLastParagraph = isInLastParagraph
    }

    /// Whether anything is said, or is it only punctuation.
    var saysSomething: Bool { text.contains { $0.isLetter || $0.isNumber } }
}

/// The mark before an item of a list: "- ", "* ", "• ", "1. ", "12) ".
enum ListMarker {
    /// Characters of the marker at the beginning, with the white space behind it; 0 without one.
    static func length(_ text: Substring) -> Int {
        let digits = text.prefix(3).prefix { ("0"..."9").contains($0) }.count
        let mark = text.dropFirst(digits).first
        let marks: Set<Character> = digits > 0 ? [".", ")"] : ["-", "*", "•", "–"]
        guard let mark, marks.contains(mark) else { return 0 }
        let spaces = text.dropFirst(digits + 1).prefix { $0.isWhitespace && !$0.isNewline }.count
        let isAlone = text.count == digits + 1
        return spaces > 0 || (isAlone && digits > 0) ? digits + 1 + spaces : 0
    }

    /// The text without a marker that stands alone on its last line: what is left in front of an item that was taken out.
    static func removed(fromEndOf text: String) -> String {
        let lineStart = text.lastIndex(where: \.isNewline).map { text.index(after: $0) } ?? text.startIndex
        let line = text[lineStart...].drop { $0.isWhitespace }
        return length(line) == line.count && !line.isEmpty ? String(text[..<lineStart]) : text
    }
}

/// What stands between double quotation marks in a sentence: "…", “…”, «…», 「…」.
struct QuotedSpans {
    struct Span: Equatable {
        /// With its marks, in UTF-8 bytes of the sentence.
        let range: Range<Int>
        /// Without them and without white space at its ends; never empty.
        let inner: Range<Int>
    }

    /// In order; a mark that nothing closes begins none.
    private(set) var spans: [Span] = []

    private static let closers: [Character: Character] = ["\"": "\"", "“": "”", "«": "»", "「": "」", "„": "“"]

    init(_ sentence: String) {
        var offset = 0
        var open: (closer: Character, start: Int)?
        // First and last byte that are no white space since the mark opened.
        var inner: Range<Int>?
        for character in sentence {
            let next = offset + character.utf8.count
            if let mark = open, character == mark.closer {
                if let inner { spans.append(Span(range: mark.start..<next, inner: inner)) }
                open = nil
            } else if open != nil {
                if !character.isWhitespace { inner = (inner?.lowerBound ?? offset)..<next }
            } else if let closer = Self.closers[character] {
                open = (closer, offset)
                inner = nil
            }
            offset = next
        }
    }
}
