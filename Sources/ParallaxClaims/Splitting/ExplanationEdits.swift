/// Explanations with claims taken out or exchanged.
///
/// A claim that the text does not hold where the claim says so, because the text has changed, changes nothing.
public enum ExplanationEdits {
    /// Without the claim, a list marker before it included; the white space on both sides becomes one gap, and nothing else is touched.
    public static func removing(_ claim: Claim, from explanation: String) -> String {
        guard let (before, after) = around(claim.range, of: claim, in: explanation) else { return explanation }
        return joined([ListMarker.removed(fromEndOf: before), after])
    }

    /// With another value in the claim's place for one, "a" or "an" before it as it wants. A claim without such a place is replaced whole.
    public static func replacing(_ claim: Claim, with value: String, in explanation: String) -> String {
        guard let place = claim.valueRange, claim.range.lowerBound <= place.lowerBound, place.upperBound <= claim.range.upperBound else {
            return replacingWhole(claim, with: value, in: explanation)
        }
        guard let (before, after) = around(place, of: claim, in: explanation) else { return explanation }
        return EnglishArticle.agreeing(before, before: value) + value + after
    }

    /// With other words in the place of the whole claim.
    public static func replacingWhole(_ claim: Claim, with sentence: String, in explanation: String) -> String {
        guard let (before, after) = around(claim.range, of: claim, in: explanation) else { return explanation }
        return before + sentence + after
    }

    /// Without what stands in double quotation marks, and without the marks.
    public static func strippingQuotes(_ explanation: String) -> String {
        var pieces: [String] = []
        for part in ExplanationSegments(explanation).parts {
            var start = 0
            for span in QuotedSpans(part).spans {
                pieces.append((pieces.popLast() ?? "") + part.bytes(start..<span.range.lowerBound))
                pieces.append("")
                start = span.range.upperBound
            }
            pieces.append((pieces.popLast() ?? "") + part.bytes(start..<part.utf8.count))
        }
        return joined(pieces)
    }

    /// Without the last paragraph, in which the published NLAs tell of the final token; the text itself where it has only one.
    public static func droppingLastParagraph(_ explanation: String) -> String {
        let segments = ExplanationSegments(explanation)
        guard !segments.lastParagraph.isEmpty else { return explanation }
        return segments.parts[..<segments.lastParagraph.lowerBound].joined().trimmingWhitespace()
    }

    /// The first 0, 1, 2 … sentences, at most `most` of them, without white space at the end. The last one is the whole text unless it has more.
    public static func prefixes(of explanation: String, atMost most: Int = 64) -> [String] {
        let parts = ExplanationSegments(explanation).parts
        return (0...min(max(0, most), parts.count)).map { parts[..<$0].joined().trimmingWhitespace() }
    }

    private static func around(_ range: Range<Int>, of claim: Claim, in explanation: String) -> (before: String, after: String)? {
        guard explanation.bytes(ifWhole: claim.range) == claim.text, explanation.hasWholeCharacters(at: range) else { return nil }
        return (explanation.bytes(0..<range.lowerBound), explanation.bytes(range.upperBound..<explanation.utf8.count))
    }

    /// What is left between pieces that were cut out, with one gap where each stood.
    private static func joined(_ pieces: [String]) -> String {
        pieces.reduce(into: "") { text, piece in
            let before = String(text.reversed().prefix { $0.isWhitespace }.reversed())
            let after = piece.prefix { $0.isWhitespace }
            let rest = piece.dropFirst(after.count)
            text.removeLast(before.count)
            guard let next = rest.first, !text.isEmpty else { return text += rest }
            // A stop follows its word without a gap.
            let closes = after.isEmpty && ".,;:!?…)]".contains(next)
            text += (closes ? "" : gap(before, String(after))) + rest
        }
    }

    /// The wider of two: a break between paragraphs outlives the sentence beside it.
    private static func gap(_ before: String, _ after: String) -> String {
        let breaks = (before.count { $0.isNewline }, after.count { $0.isNewline })
        return breaks.1 > breaks.0 || before.isEmpty ? after : before
    }
}
