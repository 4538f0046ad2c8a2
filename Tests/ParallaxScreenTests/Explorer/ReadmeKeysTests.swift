import Foundation
import ParallaxViews
import TestSupport
import Testing

@Suite("The README's map of keys and marks") struct ReadmeKeysTests {
    /// One row a binding, in the order of the list that `?` shows.
    private static func keys(_ bindings: [Binding]) -> String {
        table(
            ("key", "does"),
            bindings.map { binding in (binding.keys.map { "`\($0.description)`" }.joined(separator: " "), binding.meaning) })
    }

    private static var marks: String { table(("mark", "means"), Marks.all.map { ("`\($0.mark)`", $0.meaning) }) }

    private static func table(_ head: (String, String), _ rows: [(String, String)]) -> String {
        (["| \(head.0) | \(head.1) |", "|---|---|"] + rows.map { "| \($0.0) | \($0.1) |" }).joined(separator: "\n") + "\n"
    }

    @Test("they are the tables that the program uses; PARALLAX_RECORD=1 writes them anew")
    func map() throws {
        let file = Places.root.appending(path: "README.md")
        var text = try String(contentsOf: file, encoding: .utf8)
        for (name, table) in [
            ("keys", Self.keys(Bindings.browsing)), ("claims keys", Self.keys(Bindings.claims)),
            ("feature keys", Self.keys(Bindings.feature)), ("comparison keys", Self.keys(Bindings.comparing)),
            ("list keys", Self.keys(Bindings.documents)), ("line keys", Self.keys(Bindings.typing)), ("marks", Self.marks)
        ] {
            let begin = try #require(text.range(of: "<!-- \(name) -->\n")), end = try #require(text.range(of: "<!-- end of \(name) -->"))
            if Recording.isOn {
                text.replaceSubrange(begin.upperBound..<end.lowerBound, with: table)
            } else {
                #expect(text[begin.upperBound..<end.lowerBound] == table)
            }
        }
        if Recording.isOn { try text.write(to: file, atomically: true, encoding: .utf8) }
    }

    @Test("only PARALLAX_RECORD=1 records", arguments: [("1", true), ("0", false), ("", false), ("no", false), ("true", false)])
    func recording(_ value: String, _ isOn: Bool) {
        #expect(Recording.isOn(["PARALLAX_RECORD": value]) == isOn)
        #expect(!Recording.isOn([:]))
    }
}
