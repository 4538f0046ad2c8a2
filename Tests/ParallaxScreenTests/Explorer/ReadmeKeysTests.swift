import Foundation
import ParallaxViews
import TestSupport
import Testing

@Suite("The README's map of keys") struct ReadmeKeysTests {
    private static let marks = (begin: "<!-- keys -->\n", end: "<!-- end of keys -->")

    /// One row a binding, in the order of the list that `?` shows.
    private static var table: String {
        let rows = Bindings.browsing.map { binding in
            let keys = binding.keys.map { "`\($0.description)`" }.joined(separator: " ")
            return "| \(keys) | \(binding.meaning) |"
        }
        return (["| key | does |", "|---|---|"] + rows).joined(separator: "\n") + "\n"
    }

    @Test("it is the table of bindings; PARALLAX_RECORD=1 writes it anew")
    func map() throws {
        let file = Places.root.appending(path: "README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = try #require(text.range(of: Self.marks.begin)), end = try #require(text.range(of: Self.marks.end))
        if ProcessInfo.processInfo.environment["PARALLAX_RECORD"] != nil {
            try text.replacingCharacters(in: begin.upperBound..<end.lowerBound, with: Self.table).write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text[begin.upperBound..<end.lowerBound] == Self.table)
        }
    }
}
