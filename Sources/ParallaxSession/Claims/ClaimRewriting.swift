import ParallaxCompute

/// What a person does to the text of an explanation, claim by claim. A claim that does not fit its text changes nothing.
enum ClaimRewriting {
    static func removing(_ claim: Claim, from text: String) -> String? {
        guard var range = text.range(utf8: claim.range) else { return nil }
        // White space behind it goes with it; a claim inside a sentence leaves the rest as it stands.
        while range.upperBound < text.endIndex, text[range.upperBound].isWhitespace { range = range.lowerBound..<text.index(after: range.upperBound) }
        return text.replacingCharacters(in: range, with: "").trimmingWhitespace()
    }

    static func replacing(_ claim: Claim, with value: String, in text: String) -> String? {
        claim.valueRange.flatMap { text.range(utf8: $0) }.map { text.replacingCharacters(in: $0, with: value) }
    }

    /// Without its quoted spans, the marks with them.
    static func strippingQuotes(_ claim: Claim, in text: String) -> String? {
        guard let range = text.range(utf8: claim.range) else { return nil }
        var kept = "", isInside = false
        for character in text[range] {
            switch character {
            case "“": isInside = true
            case "”": isInside = false
            case "\"": isInside.toggle()
            default: if !isInside { kept.append(character) }
            }
        }
        return text.replacingCharacters(in: range, with: kept)
    }

    /// Nil where there is only one paragraph.
    static func droppingLastParagraph(_ text: String) -> String? {
        let trimmed = text.trimmingWhitespace()
        guard let end = trimmed.lastIndex(where: \.isNewline) else { return nil }
        return String(trimmed[..<end]).trimmingWhitespace()
    }
}

extension String {
    /// The characters between two offsets of UTF-8 bytes; nil where the text has none such or a character would be cut.
    func range(utf8 offsets: Range<Int>) -> Range<Index>? {
        guard offsets.lowerBound >= 0, let start = utf8.index(startIndex, offsetBy: offsets.lowerBound, limitedBy: endIndex),
            let end = utf8.index(start, offsetBy: offsets.count, limitedBy: endIndex), start.samePosition(in: self) != nil, end.samePosition(in: self) != nil
        else { return nil }
        return start..<end
    }

    fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String { String(self[..<range.lowerBound] + other + self[range.upperBound...]) }
}
