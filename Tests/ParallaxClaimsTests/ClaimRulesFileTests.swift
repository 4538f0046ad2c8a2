import Foundation
import ParallaxClaims
import TestSupport
import Testing

@Suite("rules for claims, out of files")
struct ClaimRulesFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(_ text: String) throws -> ClaimRules { try ClaimRules.open(folder.write("rules", text)) }

    @Test("our own form: forms with values, words, and conditions")
    func yaml() throws {
        let rules = try open(
            """
            classes:
              - name: mood
                kind: detail
                forms: ["The mood is {}.", "The tone is {}."]
                values: [happy, sad]
              - name: topic
                kind: theme
                forms: ["It is about {}."]
                values:
                  lost: [a lost key, a lost map]
                  trips: [a trip to Oslo]
              - name: quote
                kind: quote
                when: [quoted]
              - name: next
                kind: next
                when: [last paragraph]
                words: [final token, expect]
            """)
        #expect(rules.names == ["mood", "topic", "quote", "next"])
        #expect(rules["mood"]?.isClosed == true)
        #expect(rules["topic"]?.isClosed == false)
        #expect(rules["topic"]?.companions(of: "a lost map") == ["a lost key", "a lost map"])
        let claims = rules.claims(of: "The mood is sad. The mood is green. It is about ships. The writer expects \"a noun\".")
        #expect(claims.map(\.className) == ["mood", "unparsed", "topic", "next", "quote"])
        #expect(claims.map(\.value) == ["sad", nil, "ships", nil, "a noun"])
    }

    @Test("the rules that the README shows are rules")
    func readme() throws {
        let readme = try String(contentsOf: Places.root.appending(path: "README.md"), encoding: .utf8)
        let block = try #require(readme.split(separator: "```yaml\n").first { $0.hasPrefix("classes:") }?.split(separator: "```").first)
        let rules = try open(String(block))
        #expect(rules.names == ["mood", "quote", "next"])
        #expect(rules.claims(of: "The tone is angry. “Ropes” are expected.").map(\.className) == ["mood", "next", "quote"])
    }

    @Test("the sample world's claims.json: its slots in its order, forms and not regular expressions")
    func sample() throws {
        let rules = try SampleClaims.rules.get()
        #expect(rules.names.prefix(4) == ["genre", "topic", "mood", "person"] && rules.names.count == 19)
        #expect(
            rules["genre"]?.kind == .theme && rules["city"]?.kind == .entity && rules["tail"]?.kind == .quote
                && rules["role"]?.kind == .detail && rules["next"]?.kind == .next)
        #expect(rules["topic"]?.families.count == 9)
    }

    @Test("a closed slot whose value is not listed goes on to the next form; the order is the file's")
    func order() throws {
        let rules = try open(
            """
            {"order": ["b", "a"], "slots": [
              {"slot": "a", "closed": false, "values": [], "forms": [{"form": "A {}.", "regex": "(("}]},
              {"slot": "b", "kind": "theme", "closed": true, "values": ["fox"], "forms": [{"form": "A {}."}]}], "examples": [[]]}
            """)
        #expect(rules.claims(of: "A fox. A dog.").map(\.className) == ["b", "a"])
        #expect(rules["b"]?.kind == .theme)
    }

    @Test(
        "what is not understood is refused with a sentence",
        arguments: [
            ("", "a YAML mapping with a list of classes"),
            ("classes: mood", "a list of 1 to 256 classes"),
            ("classes: []", "a list of 1 to 256 classes"),
            ("classes:\n  - kind: detail", "line 2: expected a name"),
            ("classes:\n  - name: mood", "a kind (theme, entity, detail, quote, next)"),
            ("classes:\n  - {name: mood, kind: feeling}", "found \"feeling\""),
            ("classes:\n  - {name: mood, kind: detail}", "forms, when or words"),
            ("classes:\n  - {name: mood, kind: detail, forms: [The mood]}", "a sentence with one {}"),
            ("classes:\n  - {name: mood, kind: detail, regex: [x]}", "found \"regex\""),
            ("classes:\n  - {name: mood, kind: detail, when: [raining]}", "quoted, first sentence, last paragraph, name, number, anything"),
            ("classes:\n  - {name: mood, kind: detail, words: [[a]]}", "texts of at most"),
            ("classes:\n  - {name: mood, kind: detail, words: [a], closed: perhaps}", "true or false"),
            ("classes: [a]\nother: b", "found \"other\""),
            ("{", "line 1, column 2"),
            ("{}", "a list of slots"),
            ("{\"slots\": [{}]}", "a name"),
            ("{\"slots\": [{\"slot\": \"a\"}]}", "forms of a, found 0"),
            ("{\"slots\": [{\"slot\": \"a\", \"forms\": [{\"form\": \"x\"}]}]}", "one {}"),
            ("{\"slots\": [{\"slot\": \"a\", \"forms\": [{\"form\": \"x {}\"}], \"values\": [1]}]}", "values of a as texts"),
            ("{\"slots\": [{\"slot\": \"a\", \"forms\": [{\"form\": \"x {}\"}], \"kind\": 3}]}", "a kind"),
            ("\u{0}", "rules")
        ])
    func refused(text: String, reason: String) throws {
        let complaint = #expect(throws: Complaint.self) { try open(text) }
        #expect(complaint?.description.contains(reason) == true, "\(String(describing: complaint))")
    }

    @Test("damaged files are read or refused, never worse")
    func damaged() throws {
        let yaml =
            "classes:\n  - name: mood\n    kind: detail\n    forms: [\"The mood is {}.\"]\n    values: [happy, sad]\n    when: [name]\n"
        let json =
            "{\"order\":[\"a\"],\"slots\":[{\"slot\":\"a\",\"closed\":true,\"values\":{\"x\":[\"b\"]},\"forms\":[{\"form\":\"A {}.\"}]}]}"
        var read = 0
        for bytes in [yaml, json].flatMap({ Array(mutations(of: Array($0.utf8), count: 300, seed: 5)) }) {
            let file = try folder.write("mutated", bytes)
            do {
                _ = try ClaimRules.open(file).claims(of: "The mood is sad. A b.")
                read += 1
            } catch is Complaint {}
        }
        #expect(read > 0 && read < 600)
    }

    @Test("files that are far too large are refused by their size")
    func large() throws {
        let values = (0...100_000).map { "\"v\($0)\"" }.joined(separator: ",")
        let complaint = #expect(throws: Complaint.self) {
            try open("{\"slots\": [{\"slot\": \"a\", \"forms\": [{\"form\": \"x {}\"}], \"values\": [\(values)]}]}")
        }
        #expect(complaint?.description.contains("at most 100000 values") == true)
    }
}
