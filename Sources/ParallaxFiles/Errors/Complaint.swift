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
