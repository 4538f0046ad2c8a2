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
            if let sentence = ClaimSentence(part, at: offset, isFirst: claims.isEmpty, isInLastParagraph: last.contains(index)) { claims += self.claims(in: sentence) }
            offset += part.utf8.count
        }
        return edits.isEmpty ? claims : EditedClaims(claims, of: explanation, rules: self).applying(edits)
    }

    func claims(in sentence: ClaimSentence) -> [Claim] {
        if let claim = formClaim(sentence) { return [claim] }
        guard sentence.saysSomething else { return [] }
        let spans = QuotedSpans(sentence.text).spans
        let facts = SentenceFacts(sentence, quoted: spans)
        let quotes = classes.first { $0.conditions.contains(.quoted) }.map { rule in spans.map { quoteClaim($0, in: sentence, rule) } } ?? []
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
            range: start + span.range.lowerBound..<start + span.range.upperBound, text: sentence.text.bytes(span.range), className: rule.name, kind: rule.kind,
            value: sentence.text.bytes(span.inner), valueRange: start + span.inner.lowerBound..<start + span.inner.upperBound)
    }
}
