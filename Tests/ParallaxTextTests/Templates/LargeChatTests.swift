import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Large chats of honest people are rendered, with most of the allowance left")
struct LargeChatTests {
    private static let sentence = "The quick brown fox jumps over the lazy dog — and é 🙂. "

    private static func chat(_ count: Int, of size: Int, system: Int = 0) -> [ChatMessage] {
        func text(_ size: Int) -> String { String(repeating: sentence, count: size / sentence.utf8.count + 1) }
        let turns = (0..<count).map {
            ChatMessage(
                role: $0.isMultiple(of: 2) ? "user" : "assistant",
                content: "\($0) " + text(size) + ($0.isMultiple(of: 2) ? "" : "<think>x</think> y"))
        }
        return (system > 0 ? [ChatMessage(role: "system", content: text(system))] : []) + turns
    }

    private static let published = ["qwen2.5", "qwen3", "llama3.1", "llama3.2", "gemma2", "gemma3", "mistral", "phi3", "phi4"]

    @Test("2,000 messages of a megabyte by every published template", arguments: published)
    func many(_ name: String) throws {
        let source = try String(contentsOf: TokenizerGoldens.folder.appending(path: "published/\(name).jinja"), encoding: .utf8)
        let result = try MeasuredRendering(source, Self.chat(2000, of: 500), clock: 60)
        #expect(
            result.text?.contains("1998 The quick") == true && result.text?.contains("0 The quick") == true,
            "\(String(describing: result.complaint))")
        #expect(result.rendering.work < JinjaAllowance.mostWork / 10, "\(result.rendering.work)")
        result.checkPrice(name)
    }

    @Test("20,000 messages, and four of two megabytes", arguments: published)
    func more(_ name: String) throws {
        let source = try String(contentsOf: TokenizerGoldens.folder.appending(path: "published/\(name).jinja"), encoding: .utf8)
        #expect(try MeasuredRendering(source, Self.chat(20_000, of: 40), clock: 60).text?.contains("19998 The quick") == true)
        #expect(try MeasuredRendering(source, Self.chat(4, of: 2_000_000), clock: 60).text?.contains("2 The quick") == true)
    }

    @Test("a system prompt of 200 kB", arguments: published.filter { $0 != "gemma2" })
    func system(_ name: String) throws {
        let source = try String(contentsOf: TokenizerGoldens.folder.appending(path: "published/\(name).jinja"), encoding: .utf8)
        let result = try MeasuredRendering(source, Self.chat(3, of: 500, system: 200_000), clock: 60)
        #expect((result.text?.utf8.count ?? 0) > 200_000)
        #expect(result.rendering.work < JinjaAllowance.mostWork / 50)
    }

    /// Those that an unlucky price would refuse: each is the square of the messages, or a copy of all of them a turn.
    @Test(
        "what templates do with 2,000 messages of a megabyte",
        arguments: [
            (
                "{% set n = namespace(x='') %}{% for m in messages %}{% set n.x = n.x ~ m.role ~ m.content %}{% endfor %}{{ n.x | length }}",
                "1"
            ),
            ("{% set n = namespace(x=[]) %}{% for m in messages %}{% set n.x = n.x + [m] %}{% endfor %}{{ n.x | length }}", "2000"),
            (
                "{% for m in messages %}{{ (messages | selectattr('role', 'equalto', 'user') | list | last).content[:4] }}{% endfor %}",
                "1998"
            ),
            ("{% for m in messages %}{% if (messages[loop.index0:] | length) == 1 %}last{% endif %}{% endfor %}", "last"),
            (
                "{% for m in messages %}{% for n in messages[:200] %}{% if n.role == 'tool' %}x{% endif %}{% endfor %}{% endfor %}done",
                "done"
            ),
            (
                "{% for m in messages[::-1] %}{{ m.content.split('</think>')[-1].lstrip('\\n').strip() | replace('fox', 'dog') | upper }}{% endfor %}",
                "QUICK BROWN DOG"
            ),
            ("{% for m in messages %}{% for word in m.content.split(' ') %}{{ word }} {% endfor %}{% endfor %}", "fox jumps"),
            ("{{ messages | tojson(indent=2) }}", "\"role\": \"user\"")
        ])
    func habits(_ source: String, _ wanted: String) throws {
        let result = try MeasuredRendering(source, Self.chat(2000, of: 450), clock: 60)
        #expect(result.text?.contains(wanted) == true, "\(String(describing: result.complaint))")
        result.checkPrice(source)
    }

    @Test("a long tool description in JSON comes out as it went in")
    func tools() throws {
        let tools = (0..<3000).map {
            "{\"type\": \"function\", \"function\": {\"name\": \"f\($0)\", \"description\": \"é <&> \\\\\", \"parameters\": {\"a\": [\($0), 1.5, null]}}}"
        }.joined(separator: ",\n")
        let result = try MeasuredRendering(
            "{{ messages[0].content | trim }}|{{ messages[0] | tojson }}", [ChatMessage(role: "tool", content: tools)])
        let parts = try #require(result.text).split(separator: "|", maxSplits: 1)
        #expect(String(parts[0]) == tools)
        #expect(try JSONDecoder().decode(PlainMessage.self, from: Data(parts[1].utf8)).content == tools)
    }
}
