import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Chat templates")
struct ChatTemplateTests {
    /// What transformers renders (Goldens/tokenization/make_template_goldens.py).
    struct Goldens: Decodable {
        struct Entry: Decodable {
            let name: String, template: String
            let messages: [PlainMessage]
            let prompt: Bool
            /// One of the two.
            let rendered: String?, error: String?
        }

        let specials: [String: String]
        let entries: [Entry]
    }

    private func render(_ source: String, _ messages: [ChatMessage] = [ChatMessage(role: "user", content: "Hi")]) throws -> String {
        try ChatTemplate(source).render(messages, addGenerationPrompt: false)
    }

    @Test("renders what transformers renders, and refuses what it refuses")
    func goldens() throws {
        let goldens = try JSONDecoder().decode(
            Goldens.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "templates.json")))
        #expect(goldens.entries.count > 80)
        let specials = goldens.specials.map { (name: $0.key, content: $0.value) }
        for entry in goldens.entries {
            do {
                let text = try ChatTemplate(entry.template, specialTokens: specials).render(
                    entry.messages.map(\.message), addGenerationPrompt: entry.prompt)
                let rendered = entry.rendered ?? "an error: \(entry.error ?? "")"
                #expect(text.isIdentical(to: rendered), "\(entry.name): \(text.debugDescription), not \(rendered.debugDescription)")
            } catch let complaint as Complaint {
                #expect(entry.error != nil, "\(entry.name): \(complaint)")
            }
        }
    }

    @Test("an objection of the template itself is told in its words")
    func objection() throws {
        let complaint = #expect(throws: Complaint.self) { try render("{{ raise_exception('Roles must ' ~ 'alternate') }}") }
        #expect(complaint?.found.contains("Roles must alternate") == true)
    }

    @Test(
        "what is not supported is refused by its name, where it is used",
        arguments: [
            ("{% include 'x' %}", "include"), ("{{ 'a' | frobnicate }}", "frobnicate"), ("{{ 1 is frobnicated }}", "frobnicated"),
            ("{{ 'a'.encode() }}", "encode"), ("{{ lipsum() }}", "lipsum"), ("{% set x = [] %}{{ x.append(1) }}", "append")
        ])
    func unsupported(_ source: String, _ name: String) {
        let complaint = #expect(throws: Complaint.self) { try render(source) }
        #expect(complaint?.description.contains(name) == true, "\(String(describing: complaint))")
        if source.hasPrefix("{{") { #expect(throws: Never.self) { try render("{% if false %}\(source){% endif %}") } }
    }

    @Test("the complaint names the line")
    func lines() {
        let complaint = #expect(throws: Complaint.self) { try render("a\n{% if true %}\n\n{{ 1 / 0 }}{% endif %}") }
        #expect(complaint?.subject == "chat template, line 4")
    }

    @Test(
        "hostile templates end with a sentence",
        arguments: [
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "{% for a in range(10**9) %}{% endfor %}",
            "{% set ns = namespace(x='ab') %}{% for a in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
            "{% set ns = namespace(x=[1]) %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
            "{% set ns = namespace(x=[1]) %}{% for a in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
            "{% set ns = namespace(x=[1]) %}{% for a in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}",
            "{% set ns = namespace() %}{% for a in range(9999) %}{% set ns.x = namespace(x=ns.x) %}{% endfor %}",
            "{{ 'ab' * 10 ** 12 }}", "{{ 9 ** 99 }}", "{{ 9223372036854775807 + 1 }}", "{{ (-9223372036854775807 - 1) // -1 }}",
            "{{ (-9223372036854775807 - 1) | abs }}",
            "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
            "{{ " + String(repeating: "(", count: 10_000), "{{ " + String(repeating: "-", count: 10_000) + "1 }}",
            "{{ " + String(repeating: "not ", count: 10_000) + "1 }}",
            "{{ 1" + String(repeating: " + 1", count: 10_000) + " }}", "{{ a" + String(repeating: ".b", count: 10_000) + " }}",
            "{{ " + String(repeating: "[", count: 10_000),
            String(repeating: "{% if 1 %}", count: 10_000), "{{ x", "{% raw %}", "{#", "{{ '", "{% set %}", "{{ 1 if }}", "{{ [1", "{{ }}",
            "{% endif %}", "{{ ) }}",
            "{{ 'a' | indent(width=1000000) }}", "{{ [1, 'a'] | sort }}", "{{ 'a'.split('') }}", "{{ 'abc'[::0] }}", "{{ range(1, 2, 0) }}",
            "{{ 99999999999999999999 }}"
        ])
    func hostile(_ source: String) {
        #expect(throws: Complaint.self) { try render(source) }
    }

    @Test("slices at the ends of what numbers can be do not overflow")
    func slices() throws {
        #expect(
            try render("{{ 'abc'[-9223372036854775807:9223372036854775807:9223372036854775807] }}{{ 'abc'[::-9223372036854775807] }}")
                == "ac")
    }

    @Test("mutated templates render or are refused, and never crash")
    func mutations() throws {
        let goldens = try JSONDecoder().decode(
            Goldens.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "templates.json")))
        let sources = Array(Set(goldens.entries.map(\.template))).sorted()
        let fragments = [
            "{%", "%}", "{{", "}}", "-", "'", "(", ")", "[", "]", "|", ".", " if ", " in ", " is ", "not ", "0", "loop", "{# ", "\n", "🙂"
        ].map { Array($0.unicodeScalars) }
        var random = SeededGenerator(seed: 3)
        var rendered = 0
        for round in 0..<1_500 {
            var scalars = Array(sources[round % sources.count].unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !scalars.isEmpty {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                if Bool.random(using: &random) {
                    scalars.insert(contentsOf: fragments[Int.random(in: 0..<fragments.count, using: &random)], at: place)
                } else {
                    scalars.removeSubrange(place..<min(scalars.count, place + Int.random(in: 1...6, using: &random)))
                }
            }
            if let text = try? render(String(String.UnicodeScalarView(scalars))) { rendered += text.isEmpty ? 0 : 1 }
        }
        #expect(rendered > 100)
    }

    @Test("the sample's template is found, and its prompt encodes in one step")
    func sample() throws {
        let folder = Places.sampleData.appending(path: "subject")
        let template = try #require(try ChatTemplate.open(folder: folder))
        let prompt = try template.render([ChatMessage(role: "user", content: "Hi")], addGenerationPrompt: true)
        #expect(prompt == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
        let tokenizer = try Tokenizer.open(folder: folder)
        let ids = try tokenizer.encode(prompt, addSpecialTokens: false)
        #expect(ids.first == tokenizer.id(of: "<|im_start|>"))
        #expect(ids.filter { $0 == tokenizer.id(of: "<|im_start|>") }.count == 2)
    }

    private func hasTemplate(_ folder: URL) throws -> Bool { try ChatTemplate.open(folder: folder) != nil }

    @Test("templates come from chat_template.jinja first, of named ones the default, and a folder may have none")
    func places() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chat-template-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = folder.appending(path: "tokenizer_config.json")
        #expect(try !hasTemplate(folder))
        try Data("{\"bos_token\": {\"content\": \"<s>\"}}".utf8).write(to: configuration)
        #expect(try !hasTemplate(folder))
        try Data(
            "{\"bos_token\": {\"content\": \"<s>\"}, \"chat_template\": [{\"name\": \"tools\", \"template\": \"x\"}, {\"name\": \"default\", \"template\": \"{{ bos_token }}y\"}]}"
                .utf8
        ).write(to: configuration)
        #expect(try ChatTemplate.open(folder: folder)?.render([], addGenerationPrompt: false) == "<s>y")
        try Data("{\"chat_template\": [{\"name\": \"tools\", \"template\": \"x\"}]}".utf8).write(to: configuration)
        #expect(throws: Complaint.self) { try ChatTemplate.open(folder: folder) }
        try Data("{{ messages[0].role }}\n".utf8).write(to: folder.appending(path: "chat_template.jinja"))
        #expect(
            try ChatTemplate.open(folder: folder)?.render([ChatMessage(role: "user", content: "")], addGenerationPrompt: false) == "user")
    }
}
