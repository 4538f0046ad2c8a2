/// The part of an AV's output that is the explanation: what stands between `<explanation>` and `</explanation>`.
package struct ExplanationText: Sendable, Equatable {
    package static let opening = "<explanation>"
    package static let closing = "</explanation>"

    /// Stripped of white space at both ends.
    package let text: String
    /// Whether the closing tag was written.
    package let isClosed: Bool

    /// Without an opening tag the explanation begins where the output does; without a closing tag it ends where the output does.
    package init(output: String) {
        let body = Self.body(of: output)
        text = String(body.text).stripped
        isClosed = body.isClosed
    }

    /// Whether nothing after this output belongs to the explanation.
    package static func isComplete(_ output: String) -> Bool { output.utf8[...].firstOccurrence(of: closing.utf8) != nil }

    /// What can be shown of an output that is still growing: no tags, and nothing that may turn out to be the beginning of one.
    package static func visible(in output: String) -> String {
        let body = body(of: output)
        guard !body.isClosed else { return String(body.text).stripped }
        let text = body.text.utf8
        let held =
            [opening, closing].map { tag in
                (1..<tag.utf8.count).last { $0 <= text.count && text.suffix($0).elementsEqual(tag.utf8.prefix($0)) } ?? 0
            }.max() ?? 0
        return String(body.text[..<text.index(text.endIndex, offsetBy: -held)]).stripped
    }

    // Tags are looked for as bytes: a combining mark after ">" must not hide one.
    private static func body(of output: String) -> (text: Substring, isClosed: Bool) {
        let start = output.utf8[...].firstOccurrence(of: opening.utf8)?.upperBound ?? output.startIndex
        guard let end = output.utf8[start...].firstOccurrence(of: closing.utf8) else { return (output[start...], false) }
        return (output[start..<end.lowerBound], true)
    }
}

/// What an AV writes around an explanation, white space included.
struct ExplanationForm: Sendable, Equatable {
    let opening: String
    let closing: String

    /// The form of the published training data.
    static let published = ExplanationForm(opening: ExplanationText.opening + "\n", closing: "\n" + ExplanationText.closing)

    private init(opening: String, closing: String) {
        self.opening = opening
        self.closing = closing
    }

    /// The form of an output; where it has no end of its own, the published one.
    init(output: String) {
        let explanation = ExplanationText(output: output)
        let start = output.utf8[...].firstOccurrence(of: ExplanationText.opening.utf8)?.upperBound ?? output.startIndex
        guard !explanation.text.isEmpty, let text = output.utf8[start...].firstOccurrence(of: explanation.text.utf8) else {
            self = .published
            return
        }
        opening = String(output[..<text.lowerBound])
        closing = explanation.isClosed ? String(output[text.upperBound...]) : Self.published.closing
    }
}

extension String {
    /// Without white space at both ends, as Python's `strip` sees it.
    var stripped: String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || (0x1c...0x1f).contains(scalar.value) }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(scalars[first...last])
    }
}

extension Substring.UTF8View {
    /// Where bytes stand first. A growing text is searched at every token: with the collections' generic search that was a fifth of what writing it took.
    package func firstOccurrence(of bytes: String.UTF8View) -> Range<Index>? {
        var text = Substring(self), wanted = String(bytes)
        let offset = text.withUTF8 { text in
            wanted.withUTF8 { wanted -> Int? in
                guard let first = wanted.first else { return 0 }
                guard text.count >= wanted.count else { return nil }
                return (0...text.count - wanted.count).first { text[$0] == first && text[$0..<$0 + wanted.count].elementsEqual(wanted) }
            }
        }
        return offset.map { offset in
            let start = index(startIndex, offsetBy: offset)
            return start..<index(start, offsetBy: bytes.count)
        }
    }
}
