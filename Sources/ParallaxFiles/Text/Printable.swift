/// Text on its way out of the program: to a terminal, a pipe or a file.
///
/// Every `String` of the program counts as a stranger's: tokens, labels, titles, names in files, arguments, and sentences that quote them. The
/// program's own text is what stands as a literal in its source, and only this type tells the two apart: a literal goes out as it is, a `String`
/// that is put into one is escaped, in the way of the place that it goes to. There is no other way to make one from a `String`, and none but this is
/// printed, so that forgetting is a compile error.
///
///     Output.line("document \(title)")      // a title of "\u{1B}[2J" comes out as "document ␛[2J"
public struct Printable: Sendable, Hashable, ExpressibleByStringInterpolation {
    enum Part: Sendable, Hashable {
        case own(String)
        /// Of one line: its line ends become visible too.
        case foreign(String)
        /// Of several lines, which stay.
        case passage(String)
        /// For programs: `\u001b` in place of what a terminal would do something at; line ends stay.
        case data(String)
    }

    private(set) var parts: [Part]

    private init(_ parts: [Part]) { self.parts = parts }

    /// A literal of the source.
    public init(stringLiteral literal: StaticString) { parts = [.own("\(literal)")] }

    public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    /// A line of a stranger's.
    public init(line text: some StringProtocol) { parts = [.foreign(String(text))] }

    /// Lines of a stranger's; only the line ends and tabs in them stay what they are.
    public init(passage text: some StringProtocol) { parts = [.passage(String(text))] }

    /// Lines that programs read: CSV, Markdown, HTML.
    public init(data text: some StringProtocol) { parts = [.data(String(text))] }

    package init(_ text: SafeText) { parts = [.own(text.text)] }

    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(2 * interpolationCount + 1) }

        public mutating func appendLiteral(_ literal: StaticString) { parts.append(.own("\(literal)")) }

        public mutating func appendInterpolation(_ text: Printable) { parts += text.parts }

        /// Anything else is written as text and counts as a stranger's.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) { parts.append(.foreign(value.description)) }
    }

    public static func + (a: Printable, b: Printable) -> Printable { Printable(a.parts + b.parts) }

    public static func += (a: inout Printable, b: Printable) { a.parts += b.parts }

    /// Where the text goes.
    public enum Target: Sendable {
        /// A terminal, or a pipe that may lead to one: what a terminal would do something at is drawn (␛).
        case terminal
        /// A text file: it is written as an escape (`\u001b`).
        case file
    }

    /// The text as it goes to a place. Nothing in it but the program's own can do anything there.
    public func text(for target: Target) -> String {
        parts.reduce(into: "") { result, part in
            switch (part, target) {
            case (.own(let text), _): result += text
            case (.foreign(let text), .terminal): result += SafeText(text, columns: .max).text
            case (.foreign(let text), .file): result += Hazards.escaped(text).replacing("\n", with: "\\n")
            case (.passage(let text), .terminal):
                for scalar in text.unicodeScalars { result.unicodeScalars.append(Hazards.isHazard(scalar) ? Glyph(scalar).base : scalar) }
            case (.passage(let text), .file), (.data(let text), _): result += Hazards.escaped(text)
            }
        }
    }
}

extension Sequence<Printable> {
    public func joined(separator: Printable = "") -> Printable {
        var result: Printable = ""
        for (index, text) in enumerated() {
            if index > 0 { result += separator }
            result += text
        }
        return result
    }
}
