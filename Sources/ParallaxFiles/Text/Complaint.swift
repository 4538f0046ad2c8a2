/// What went wrong, in one sentence for a person: what was expected, what was found, what to do.
///
///     throw Complaint("config.json", expected: "a model_type that Parallax runs (llama)", found: "\"bert\"", remedy: "point --model at a Llama-type folder")
public struct Complaint: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file, option or part that is at fault.
    public let subject: String
    public let expected: String
    public let found: String
    public let remedy: String

    public init(_ subject: String, expected: String, found: String, remedy: String) {
        self.subject = subject
        self.expected = expected
        self.found = found
        self.remedy = remedy
    }

    /// The same, said of one place among many.
    public func at(_ place: String) -> Complaint { Complaint("\(place), \(subject)", expected: expected, found: found, remedy: remedy) }

    public var description: String { "\(subject): expected \(expected), found \(found); \(remedy)." }
}

extension Complaint {
    /// Complaints of one kind that are told; a list of thousands is read by nobody.
    public static let mostTold = 20

    /// As many of a list as a person reads, and how many more there are.
    public static func some(_ complaints: [Complaint]) -> [Complaint] {
        guard complaints.count > mostTold + 1, let last = complaints.last else { return complaints }
        return complaints.prefix(mostTold) + [
            Complaint(
                "and \(complaints.count - mostTold) more, the last of them \(last.subject)", expected: last.expected, found: last.found,
                remedy: last.remedy)
        ]
    }
}

// Names out of files stand in sentences for people: they are kept short, whatever the file holds.

extension String {
    /// At most 80 characters, without control characters.
    package var shortened: String {
        // Nearly every name is a short word in ASCII.
        if utf8.count <= 80, utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
        let clean = String(
            String.UnicodeScalarView(unicodeScalars.prefix(400).map { $0.properties.generalCategory == .control ? "\u{fffd}" : $0 }))
        return clean.count > 80 || unicodeScalars.count > 400 ? clean.prefix(79) + "…" : clean
    }
}

extension Collection<String> {
    /// "a, b, c and 12 more": the first `limit` names.
    package func listed(atMost limit: Int = 8) -> String {
        let shown = prefix(limit).map(\.shortened).joined(separator: ", ")
        return count > limit ? "\(shown) and \(count - limit) more" : shown
    }
}
