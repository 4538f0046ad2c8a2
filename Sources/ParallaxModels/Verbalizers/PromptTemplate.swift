/// A prompt of a sidecar with a place to fill, in Python's format notation: `Summary: <text>{explanation}</text>`.
///
/// As in Python, `{{` and `}}` are literal braces, and what is filled in is not read again.
public struct PromptTemplate: Sendable, Equatable {
    /// The literal text before, between and after the places.
    private let literals: [String]

    /// - Parameter source: where the template stands, for the complaint.
    /// - Throws: `Complaint` where the named place is absent, another place is named, or a brace stands alone.
    package init(_ text: String, place: String, source: String) throws {
        func refused(_ found: String) -> Complaint {
            Complaint(source, expected: "a template with the one place {\(place)}", found: found, remedy: "use a sidecar that fits the checkpoint")
        }
        var literals = [""]
        var rest = Substring(text)
        while let at = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            literals[literals.count - 1] += rest[..<at]
            let brace = rest[at]
            rest = rest[rest.index(after: at)...]
            if rest.first == brace {
                literals[literals.count - 1].append(brace)
                rest = rest.dropFirst()
            } else if brace == "{", let end = rest.firstIndex(of: "}") {
                guard rest[..<end] == place else { throw refused("{\(String(rest[..<end]).shortened)}") }
                literals.append("")
                rest = rest[rest.index(after: end)...]
            } else {
                throw refused("a single \(brace) (a literal brace is written twice)")
            }
        }
        literals[literals.count - 1] += rest
        guard literals.count > 1 else { throw refused("\"\(text.shortened)\"") }
        self.literals = literals
    }

    /// The prompt with `text` in its place.
    public func filled(with text: String) -> String { literals.joined(separator: text) }
}
